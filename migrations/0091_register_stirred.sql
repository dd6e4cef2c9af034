-- scope: workspace
-- Whoever keeps the order of names in memory asks what was changed in it since: changes and merges carry the transaction that made them.
-- Rows of before carry none; they are older than any order that is kept.
alter table register_change add column made_in xid8;
alter table register_change alter column made_in set default pg_current_xact_id();
comment on column register_change.made_in is 'The transaction that wrote it: tells what a snapshot of before does not show';
create index register_change_renamed on register_change (made_in) where field = 'name';
alter table register_merge add column made_in xid8;
alter table register_merge alter column made_in set default pg_current_xact_id();
comment on column register_merge.made_in is 'As in register_change';
create index register_merge_made_in on register_merge (made_in);
alter table register_merge_undone add column made_in xid8;
alter table register_merge_undone alter column made_in set default pg_current_xact_id();
comment on column register_merge_undone.made_in is 'As in register_change';
create index register_merge_undone_made_in on register_merge_undone (made_in);
create index register_person_erased on register_person (id) where erased_at is not null;

-- Cards that bear another name than at a snapshot of before (renamed, merged, taken apart), wherever they lie: their ids and nothing else. `now` is the
-- snapshot of who asks, `is_later` whether it shows all that the one of before shows, `erased` how many cards were ever emptied: whose, nobody can say.
create function register_stirred(p_since pg_snapshot, out now pg_snapshot, out is_later boolean, out erased integer, out cards uuid[])
language sql stable security definer set search_path = :schema, pg_temp as $$
  with here as materialized (select pg_current_snapshot() as now),
  made as (
    select c.person_id as id, c.made_in from register_change c where c.field = 'name' and c.made_in >= pg_snapshot_xmin(p_since)
    union all select unnest(array[m.person_id, m.into_id]), m.made_in from register_merge m where m.made_in >= pg_snapshot_xmin(p_since)
    union all select unnest(array[m.person_id, m.into_id]), u.made_in from register_merge_undone u join register_merge m on m.id = u.merge_id where u.made_in >= pg_snapshot_xmin(p_since)),
  stirred as materialized (select distinct m.id from made m, here where m.made_in < pg_snapshot_xmax(here.now) and not pg_visible_in_snapshot(m.made_in, p_since))
  select here.now, coalesce(pg_snapshot_xmax(here.now) >= pg_snapshot_xmax(p_since) and not exists (select from pg_snapshot_xip(here.now) x where pg_visible_in_snapshot(x, p_since)), true),
    (select count(*)::int from register_person p where p.erased_at is not null),
    array(select id from stirred union select p.id from stirred s join register_person p on p.merged_into = s.id)
  from here
$$;
revoke all on function register_stirred(pg_snapshot) from public;
grant execute on function register_stirred(pg_snapshot) to :app;
