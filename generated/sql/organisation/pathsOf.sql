-- organisation: pathsOf (ids)
select u.id, u.path, bool_or(u.valid_to is null) as standing from organisation_units_named($1::int[]) u group by u.id, u.path
union all select s.id, s.path, false from organisation_unit_special s where s.id = any($2::int[]) and s.superseded_change is not null;
