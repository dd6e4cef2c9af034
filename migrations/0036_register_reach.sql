-- scope: workspace
-- Who may see a card: whoever reaches the unit it stands in; and its own member. Who may write it: the former.
alter table register_person enable row level security;
create policy register_person_read on register_person for select using (
  unit_path >= current_setting('app.lo', true) and unit_path < current_setting('app.hi', true)
  and (width_bucket(unit_path, (select string_to_array(current_setting('app.ranges', true), ','))) % 2 <> 0 or is_own(id)));
create policy register_person_file on register_person for insert with check (reaches(unit_path));
create policy register_person_change on register_person for update using (reaches(unit_path)) with check (reaches(unit_path));

alter table register_household enable row level security;
create policy register_household_reach on register_household using (
  unit_path >= current_setting('app.lo', true) and unit_path < current_setting('app.hi', true)
  and width_bucket(unit_path, (select string_to_array(current_setting('app.ranges', true), ','))) % 2 <> 0);

alter table register_import enable row level security;
create policy register_import_reach on register_import using (reaches(unit_path)) with check (reaches(unit_path));

-- What hangs on a card, a household or an import is seen by whoever sees that: it is always asked for by its id.
alter table register_change enable row level security;
create policy register_change_reach on register_change using (
  case when person_id is not null then exists (select from register_person p where p.id = person_id) else exists (select from register_household h where h.id = household_id) end);
alter table register_reveal enable row level security;
create policy register_reveal_reach on register_reveal using (exists (select from register_person p where p.id = person_id));
alter table register_import_row enable row level security;
create policy register_import_row_reach on register_import_row using (exists (select from register_import i where i.id = import_id));

-- "These characters stand in her name" is found by an index only where no policy stands before it: so this one function looks with the
-- owner's rights, and holds what it finds against the reach itself.
create function register_named(parts text[], part text) returns setof register_person language sql stable security definer set search_path = :schema, pg_temp as $$
  select * from register_person p where p.name_parts @> parts and strpos(p.name, part) > 0
    and width_bucket(p.unit_path, (select string_to_array(current_setting('app.ranges', true), ','))) % 2 <> 0
$$;
revoke all on function register_named(text[], text) from public;
grant execute on function register_named(text[], text) to :app;
