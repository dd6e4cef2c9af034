-- organisation: rowsBelow (reach, parentIds, at)
select u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.path, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo" from (select id, code, name, level, pseudo, placeholder, path, parent_id, valid_from, valid_to from organisation_unit where known_change is null or known_change <> all($1::uuid[])
union all select id, code, name, level, pseudo, placeholder, path, parent_id, valid_from, valid_to from organisation_unit_past where superseded_change = any($2::uuid[]) and (known_change is null or known_change <> all($3::uuid[]))) u
where u.parent_id = any($4::int[]) and (u.valid_from <= $5::date and (u.valid_to is null or u.valid_to >= $6::date)) and ("u"."path" >= $7 and "u"."path" < $8) order by u.code;
