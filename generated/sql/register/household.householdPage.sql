-- register: householdPage (reach, f, page)
select t.total, l.* from (select count(*)::int as total from register_household h where ("h"."unit_path" >= $1 and "h"."unit_path" < $2)
and (h.number = $3 or strpos(h.head_name, $4) > 0
  or h.id in (select p.household_id from register_named($5::text[], $6) p where ("p"."unit_path" >= $7 and "p"."unit_path" < $8)))) t
left join lateral (select h.id, h.key, h.number, h.unit_id as "unitId", h.unit_path as "unitPath", h.head_name as "headName", h.size, h.filed_on as "filedOn", h.sheet_on as "sheetOn", (select count(*)::int from register_person m where m.household_id = h.id and m.merged_into is null and ("m"."unit_path" >= $9 and "m"."unit_path" < $10)) as members
  from register_household h where ("h"."unit_path" >= $11 and "h"."unit_path" < $12)
and (h.number = $13 or strpos(h.head_name, $14) > 0
  or h.id in (select p.household_id from register_named($15::text[], $16) p where ("p"."unit_path" >= $17 and "p"."unit_path" < $18))) order by h.unit_path, h.id limit $19 offset $20) l on true
order by l."unitPath", l.id;
