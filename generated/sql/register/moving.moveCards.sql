-- register: moveCards (moves)
with renamed as (
  select distinct on (x.key) x.id, x.key from (
    select h.id, regexp_replace(h.key, '^([hm]):[0-9]+:', '\1:' || m.unit_id || ':') as key from register_household h join unnest($1::text[], $2::int[], $3::text[]) m (from_path, unit_id, unit_path) on h.unit_path = m.from_path collate "C"
    where h.key ~ '^[hm]:' and h.unit_id <> m.unit_id and not starts_with(h.key, 'h:0:')
  ) x where not exists (select from register_household o where o.key = x.key) order by x.key, x.id
)
update register_household h set key = r.key from renamed r where h.id = r.id;
update register_household h set unit_id = m.unit_id, unit_path = m.unit_path from unnest($1::text[], $2::int[], $3::text[]) m (from_path, unit_id, unit_path) where h.unit_path = m.from_path collate "C";
update register_person p set unit_id = m.unit_id, unit_path = m.unit_path from unnest($1::text[], $2::int[], $3::text[]) m (from_path, unit_id, unit_path) where p.unit_path = m.from_path collate "C";
