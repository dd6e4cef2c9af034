-- register: householdById (reach, id)
select h.id, h.key, h.number, h.unit_id as "unitId", h.unit_path as "unitPath", h.head_name as "headName", h.size, h.filed_on as "filedOn", h.sheet_on as "sheetOn", (select count(*)::int from register_person m where m.household_id = h.id and m.merged_into is null and ("m"."unit_path" >= $1 and "m"."unit_path" < $2)) as members,
  coalesce((select json_agg(json_build_object('id', c.id, 'field', c.field, 'before', c.before, 'after', c.after, 'on', c.effective_on,
    'at', to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'by', c.by) order by c.effective_on desc, c.at desc)
    from register_change c where c.household_id = h.id), '[]') as changes
from register_household h where h.id = $3 and ("h"."unit_path" >= $4 and "h"."unit_path" < $5);
