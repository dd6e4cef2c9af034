-- organisation: unitsOnPaths (paths, at)
select u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.path, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo" from organisation_units_named($1::int[]) u where (u.valid_from <= $2::date and (u.valid_to is null or u.valid_to >= $3::date)) order by u.level, u.path;
