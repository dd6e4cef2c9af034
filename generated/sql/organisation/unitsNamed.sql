-- organisation: unitsNamed (ids)
select u.id, u.name, u.parent_id as "parentId" from organisation_units_named($1::int[]) u where u.valid_to is null;
