-- register: householdPage (reach, f, page)
select t.total, l.* from (select count(*)::int as total from register_household h where ("h"."unit_path" >= $1 and "h"."unit_path" < $2) and ("h"."unit_path" >= $3 and "h"."unit_path" < $4)
and (h.number = $5 or strpos(h.head_name, $6) > 0
  or h.id in (select p.household_id from register_person p where p.name_parts @> $7::text[] and strpos(p.name, $8) > 0))) t
left join lateral (select h.id, h.key, h.number, h.unit_id as "unitId", h.unit_path as "unitPath", h.head_name as "headName", h.size, h.filed_on as "filedOn", h.sheet_on as "sheetOn", (select count(*)::int from register_person m where m.household_id = h.id) as members
  from register_household h where ("h"."unit_path" >= $9 and "h"."unit_path" < $10) and ("h"."unit_path" >= $11 and "h"."unit_path" < $12)
and (h.number = $13 or strpos(h.head_name, $14) > 0
  or h.id in (select p.household_id from register_person p where p.name_parts @> $15::text[] and strpos(p.name, $16) > 0)) order by h.unit_path, h.id limit $17 offset $18) l on true
order by l."unitPath", l.id;
