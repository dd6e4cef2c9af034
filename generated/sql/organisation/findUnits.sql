-- organisation: findUnits (reach, text, limit)
select u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.path, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo" from organisation_unit u
where u.valid_to is null and ("u"."path" >= $1 and "u"."path" < $2) and (u.name ilike $3 or u.code like $4)
order by (u.name = $5 or u.code = $6) desc, (u.name ilike $7) desc, u.level, u.path limit $8;
