-- register: householdPage (reach, f, page)
select t.total, l.* from (select count(*)::int as total from register_household h where ("h"."unit_path" >= $1 and "h"."unit_path" < $2) and ("h"."unit_path" >= $3 and "h"."unit_path" < $4)
and (h.number = $5 or strpos(h.head_name, $6) > 0
  or h.id in (select p.household_id from register_person p where ("p"."unit_path" >= $7 and "p"."unit_path" < $8) and p.name_parts @> $9::text[] and strpos(p.name, $10) > 0))) t
left join lateral (select h.id, h.key, h.number, h.unit_id as "unitId", h.unit_path as "unitPath", h.head_name as "headName", h.size, h.filed_on as "filedOn", h.sheet_on as "sheetOn", (select count(*)::int from register_person m where m.household_id = h.id and ("m"."unit_path" >= $11 and "m"."unit_path" < $12)) as members
  from register_household h where ("h"."unit_path" >= $13 and "h"."unit_path" < $14) and ("h"."unit_path" >= $15 and "h"."unit_path" < $16)
and (h.number = $17 or strpos(h.head_name, $18) > 0
  or h.id in (select p.household_id from register_person p where ("p"."unit_path" >= $19 and "p"."unit_path" < $20) and p.name_parts @> $21::text[] and strpos(p.name, $22) > 0)) order by h.unit_path, h.id limit $23 offset $24) l on true
order by l."unitPath", l.id;
