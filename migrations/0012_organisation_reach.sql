-- scope: workspace
-- Large tables spell `reaches(path)` out, with the list of ranges read once a statement by a subquery that depends on no row: in a
-- function it would be read once a row.
alter table organisation_unit enable row level security;
create policy organisation_unit_reach on organisation_unit using (
  path >= current_setting('app.lo', true) and path < current_setting('app.hi', true)
  and width_bucket(path, (select string_to_array(current_setting('app.ranges', true), ','))) % 2 <> 0);

-- A unit's address is told with it, and a unit that moved counts what it did elsewhere: names and paths of units are no secret, only
-- which of them one may ask about is decided by the reach.
create function organisation_units_named(ids integer[]) returns setof organisation_unit language sql stable security definer set search_path = :schema, pg_temp as $$
  select * from organisation_unit where id = any(ids)
$$;
revoke all on function organisation_units_named(integer[]) from public;
grant execute on function organisation_units_named(integer[]) to :app;
