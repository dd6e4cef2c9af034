-- register: belongings (after, limit)
select p.id, p.unit_id as "unitId", p.unit_path as "unitPath", (
  select json_agg(json_build_object('householdId', h.household, 'on', h.on) order by h.place) from (
    select 0 as place, coalesce(first.before, p.household_id::text) as household, p.filed_on as "on"
    from (select 1) one left join lateral (select c.before from register_change c where c.person_id = p.id and c.field = 'household' order by c.effective_on, c.at limit 1) first on true
    union all
    select row_number() over (order by c.effective_on, c.at), c.after, c.effective_on from register_change c where c.person_id = p.id and c.field = 'household') h) as homes
from register_person p where p.erased_at is null and p.id > $1 order by p.id limit $2;
