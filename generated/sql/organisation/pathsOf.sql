-- organisation: pathsOf (ids)
select distinct u.id, u.path from organisation_unit u where u.id = any($1::int[]) order by u.id, u.path;
