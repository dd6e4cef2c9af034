-- organisation: findUnits (reach, text, plain, limit)
select u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.path, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo" from organisation_unit u
where u.valid_to is null and ("u"."path" >= $1 and "u"."path" < $2) and (u.name ilike $3 or u.code like $4 or lower(translate(normalize(u.name, nfd), 'Đđ' || U&'\0300\0301\0302\0303\0306\0309\031B\0323', 'dd')) like $5)
order by (u.name = $6 or u.code = $7) desc, (u.name ilike $8) desc, (u.name ilike $9) desc, u.level, u.path limit $10;
