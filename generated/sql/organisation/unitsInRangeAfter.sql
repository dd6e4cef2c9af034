-- organisation: unitsInRangeAfter (reach, range, levels, after, limit)
select u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.path, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo" from organisation_unit u where u.path >= $1 and u.path < $2 and u.path > $3 and u.valid_to is null
and u.level = any($4::int[]) and ("u"."path" >= $5 and "u"."path" < $6) order by u.path limit $7;
