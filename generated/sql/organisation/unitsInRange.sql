-- organisation: unitsInRange (reach, range, levels, day)
select u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.path, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo" from organisation_unit u
where u.path >= $1 and u.path < $2 and (u.valid_from <= $3::date and (u.valid_to is null or u.valid_to >= $4::date)) and u.level = any($5::int[]) and ("u"."path" >= $6 and "u"."path" < $7) order by u.code;
