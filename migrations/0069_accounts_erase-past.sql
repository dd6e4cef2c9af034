-- scope: public
-- As 0068, but a grant whose days are over keeps no account: a member who once held another role is forgotten all the same.
create or replace function accounts_erase_member(p_schema text, p_person uuid, p_at timestamptz) returns void language plpgsql set search_path = :schema, pg_temp as $$
declare
  hers uuid;
begin
  for hers in select distinct g.account_id from accounts_grant g join organisation_workspace w on w.slug = g.workspace where w.schema = p_schema and g.person_id = p_person loop
    update accounts_grant set ended_at = p_at, ended_by = 'erased' where account_id = hers and person_id = p_person and ended_at is null;
    -- A day more, for the calendars of those east of the database's own.
    continue when exists (select from accounts_grant where account_id = hers and ended_at is null and (valid_to is null or valid_to >= p_at::date - 1));
    update accounts_session set ended_at = coalesce(ended_at, p_at), address = '–', device = '–' where account_id = hers;
    delete from accounts_device where account_id = hers;
    delete from accounts_recovery where account_id = hers;
    update accounts_factor set secret_cipher = null, pending_cipher = null, since = null where account_id = hers;
    update accounts_link set over_at = coalesce(over_at, p_at) where account_id = hers;
    update accounts_account set user_name = 'erased ' || left(hers::text, 18), user_name_key = 'erased ' || hers::text, display_name = '–', password_hash = null,
      phone_hash = null, phone_cipher = null, blocked_at = p_at, blocked_by = 'erased', blocked_reason = null where id = hers;
  end loop;
end
$$;
