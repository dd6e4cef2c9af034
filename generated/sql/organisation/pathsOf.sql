-- organisation: pathsOf (ids)
select distinct u.id, u.path from organisation_units_named($1::int[]) u order by u.id, u.path;
