-- scope: workspace
-- A start of work is the source of its entry and names the person: it would lead from her to the ledger. The row stays, without her.
alter table care_work_start alter column person_id drop not null;
comment on column care_work_start.person_id is 'Null where the person asked to be erased';
create function care_erase(p_person uuid) returns void language sql set search_path = :schema, pg_temp as $$
  update care_work_start set person_id = null, note = null where person_id = p_person
$$;
revoke all on function care_erase(uuid) from public;
