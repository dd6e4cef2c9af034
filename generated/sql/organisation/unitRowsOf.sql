-- organisation: unitRowsOf (reach, id)
select u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.path, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo" from organisation_unit u where u.id = $1 and ("u"."path" >= $2 and "u"."path" < $3) order by u.valid_from;
