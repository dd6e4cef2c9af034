-- register: cardById (reach, id, changes)
select p.id, p.name, p.sex, p.birth, p.unit_id as "unitId", p.household_id as "householdId", h.number as "householdNumber", p.relation,
p.is_head as "isHead", p.ability, p.wish, p.hardships, p.works, p.filed_on as "filedOn", p.unit_path as "unitPath", p.id_mask as "idMask", p.phone_mask as "phoneMask", p.ethnicity, p.education, p.health, p.income_fen as "incomeFen",
    p.trade, p.helper, p.note, p.sheet_on as "sheetOn", p.classed_on as "classedOn", p.created_at as "createdAt",
    case when ("h"."unit_path" >= $1 and "h"."unit_path" < $2) then h.head_name end as "headName", case when ("h"."unit_path" >= $3 and "h"."unit_path" < $4) then h.size end as size,
    (select json_agg(json_build_object('id', m.id, 'name', m.name, 'sex', m.sex, 'birth', m.birth, 'relation', m.relation, 'isHead', m.is_head) order by m.is_head desc, m.birth, m.id)
      from register_person m where m.household_id = p.household_id and (m.merged_into is null or m.id = p.id) and ("m"."unit_path" >= $5 and "m"."unit_path" < $6)) as members, p.merged_into as "mergedInto",
    coalesce((select json_agg(json_build_object('id', g.id, 'closed', g.person_id = p.id, 'otherId', case when g.person_id = p.id then g.into_id else g.person_id end, 'otherName', o.name, 'otherMask', o.id_mask,
        'reason', g.reason, 'at', to_char(g.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'by', g.by) order by g.at)
      from register_merge g left join register_person o on o.id = case when g.person_id = p.id then g.into_id else g.person_id end and ("o"."unit_path" >= $7 and "o"."unit_path" < $8)
      where (g.person_id = p.id or g.into_id = p.id) and not exists (select from register_merge_undone u where u.merge_id = g.id)), '[]') as merges,
    coalesce((select json_agg(x.c) from (select json_build_object('id', c.id, 'field', c.field, 'before', c.before, 'after', c.after, 'on', c.effective_on,
'at', to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'by', c.by) as c from register_change c where c.person_id = p.id order by c.effective_on desc, c.at desc limit $9) x), '[]') as changes
  from register_person p left join register_household h on h.id = p.household_id
  where p.id = $10 and ("p"."unit_path" >= $11 and "p"."unit_path" < $12);
