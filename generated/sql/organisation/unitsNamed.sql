-- organisation: unitsNamed (ids)
select distinct on (u.id) u.id, u.name, u.parent_id as "parentId" from organisation_units_named($1::int[]) u order by u.id, u.valid_from desc;
