-- scope: public
-- The one way to a grant. The application may read grants only, so that whoever has its password still meets these rules:
-- GB/T 22239-2019, 8.1.5 (three administrators); model.ts says the same rules in words to those who ask politely.
create function accounts_reads_persons(p_role text) returns boolean language sql immutable parallel safe as $$
  select p_role in ('leader', 'officer', 'worker', 'checker', 'auditor')
$$;
create function accounts_administers(p_role text) returns boolean language sql immutable parallel safe as $$
  select p_role in ('system-admin', 'security-admin', 'audit-admin')
$$;
-- Who gives or ends: a security administrator of that workspace today, or the owner of the database, who is the operator.
create function accounts_may_grant(p_by text, p_workspace text, p_today date) returns boolean language sql stable as $$
  select case when p_by = 'operator:cli' then session_user = current_user else exists (
    select 1 from accounts_grant g join accounts_account a on a.id = g.account_id
    where 'account:' || g.account_id = p_by and g.workspace = p_workspace and g.role = 'security-admin' and g.ended_at is null
      and g.valid_from <= p_today and (g.valid_to is null or g.valid_to >= p_today) and a.blocked_at is null) end
$$;
-- Answers 'done', or the code of the refusal. The account's row is held, so that two grants given at once see one another.
create function accounts_give_grant(p_id uuid, p_account uuid, p_workspace text, p_unit integer, p_unit_code text, p_role text, p_from date, p_to date,
  p_person uuid, p_by text, p_at timestamptz, p_today date)
returns text language plpgsql security definer set search_path = :schema, pg_temp as $$
declare
  given accounts_grant%rowtype;
begin
  if not accounts_may_grant(p_by, p_workspace, p_today) then return 'not-allowed'; end if;
  if p_by = 'account:' || p_account then return 'grant-own'; end if;
  perform 1 from accounts_account where id = p_account for update;
  if not found then return 'account-not-found'; end if;
  select * into given from accounts_grant where id = p_id;
  if found then
    if given.account_id = p_account and given.workspace = p_workspace and given.unit_id = p_unit and given.role = p_role then return 'done'; end if;
    raise exception 'the id of a grant stands for another' using errcode = 'QS409';
  end if;
  if p_from < p_today or p_to < p_from then return 'grant-dates'; end if;
  if (p_role = 'member') <> (p_person is not null) then return 'grant-person'; end if;
  if accounts_administers(p_role) and not exists (select 1 from organisation_workspace where slug = p_workspace and top_unit_id = p_unit) then return 'grant-top-only'; end if;
  if exists (select 1 from accounts_grant g where g.account_id = p_account and g.ended_at is null
      and daterange(g.valid_from, g.valid_to, '[]') && daterange(p_from, p_to, '[]')
      and ((accounts_administers(p_role) and accounts_administers(g.role) and g.role <> p_role)
        or (accounts_administers(p_role) and accounts_reads_persons(g.role)) or (accounts_reads_persons(p_role) and accounts_administers(g.role)))) then
    return 'grant-excludes';
  end if;
  if exists (select 1 from accounts_grant g where g.account_id = p_account and g.workspace = p_workspace and g.unit_id = p_unit and g.role = p_role and g.ended_at is null
      and g.person_id is not distinct from p_person and daterange(g.valid_from, g.valid_to, '[]') && daterange(p_from, p_to, '[]')) then
    return 'grant-stands';
  end if;
  insert into accounts_grant (id, account_id, workspace, unit_id, unit_code, role, valid_from, valid_to, person_id, given_by, given_at)
    values (p_id, p_account, p_workspace, p_unit, p_unit_code, p_role, p_from, p_to, p_person, p_by, p_at);
  update accounts_session set ended_at = p_at where account_id = p_account and ended_at is null;
  return 'done';
end
$$;
create function accounts_end_grant(p_id uuid, p_account uuid, p_workspace text, p_by text, p_at timestamptz, p_today date)
returns text language plpgsql security definer set search_path = :schema, pg_temp as $$
begin
  if not accounts_may_grant(p_by, p_workspace, p_today) then return 'not-allowed'; end if;
  if p_by = 'account:' || p_account then return 'grant-own'; end if;
  perform 1 from accounts_account where id = p_account for update;
  if not exists (select 1 from accounts_grant where id = p_id and account_id = p_account and workspace = p_workspace) then return 'grant-not-found'; end if;
  update accounts_grant set ended_at = p_at, ended_by = p_by where id = p_id and ended_at is null;
  if found then update accounts_session set ended_at = p_at where account_id = p_account and ended_at is null; end if;
  return 'done';
end
$$;
revoke all on function accounts_reads_persons(text), accounts_administers(text), accounts_may_grant(text, text, date),
  accounts_give_grant(uuid, uuid, text, integer, text, text, date, date, uuid, text, timestamptz, date),
  accounts_end_grant(uuid, uuid, text, text, timestamptz, date) from public;
grant execute on function accounts_give_grant(uuid, uuid, text, integer, text, text, date, date, uuid, text, timestamptz, date),
  accounts_end_grant(uuid, uuid, text, text, timestamptz, date) to :app;
