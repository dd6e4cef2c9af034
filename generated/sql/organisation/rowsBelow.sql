-- organisation: rowsBelow (reach, parentIds, day)
select u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.path, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo" from organisation_unit u
where u.parent_id = any($1::int[]) and (u.valid_from <= $2::date and (u.valid_to is null or u.valid_to >= $3::date)) and ("u"."path" >= $4 and "u"."path" < $5) order by u.code;
