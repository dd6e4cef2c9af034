-- register: writeHouseholds (reach, w)
create temp table register_stage_household on commit drop as
with first as (select distinct on (hkey) hkey, coalesce(household_id, gen_random_uuid()) as id, unit_id, unit_path, head_name from register_stage order by hkey, ordinal),
told as (select hkey, min(filed_on) as filed_on, max(sheet_on) as sheet_on, (array_agg(number order by ordinal) filter (where number is not null))[1] as number,
  (array_agg(size order by ordinal) filter (where size is not null))[1] as size,
  coalesce(array_agg(distinct size) filter (where size is not null), '{}') as sizes, coalesce(array_agg(distinct head_name) filter (where head_name is not null), '{}') as heads
  from register_stage group by hkey)
select f.*, t.filed_on, t.sheet_on, t.number, t.size, h.id is null as is_new, h.id as known_id,
  case when h.size = any(t.sizes) then h.size else coalesce(t.size, h.size) end as now_size,
  case when h.head_name = any(t.heads) then h.head_name else coalesce(f.head_name, h.head_name) end as now_head
from first f join told t using (hkey) left join register_household h on h.key = f.hkey;
insert into register_household (id, key, number, unit_id, unit_path, head_name, size, filed_on, sheet_on, created_at, created_by, import_id)
select id, hkey, number, unit_id, unit_path, head_name, size, filed_on, sheet_on, $1, $2, $3 from register_stage_household where is_new;
with differing as (
  select h.id, s.sheet_on, d.field, d.before, d.after from register_stage_household s join register_household h on h.id = s.known_id
  cross join lateral (values ('size', h.size::text, s.now_size::text), ('headName', h.head_name, s.now_head)) d (field, before, after)
  where s.sheet_on >= h.sheet_on and d.before is distinct from d.after and ("h"."unit_path" >= $1 and "h"."unit_path" < $2)),
noted as (insert into register_change (id, household_id, field, before, after, effective_on, at, by, request_id)
  select gen_random_uuid(), id, field, before, after, sheet_on, $3, $4, $5 from differing)
select count(distinct id)::int as updated from differing;
update register_household h set size = s.now_size, head_name = s.now_head, sheet_on = s.sheet_on
from register_stage_household s where h.id = s.known_id and ("h"."unit_path" >= $1 and "h"."unit_path" < $2) and (s.sheet_on > h.sheet_on
  or (s.sheet_on = h.sheet_on and (s.now_size is distinct from h.size or s.now_head is distinct from h.head_name)));
analyze register_stage_household (hkey, id, is_new);
update register_stage s set household_id = coalesce(h.known_id, h.id) from register_stage_household h where h.hkey = s.hkey and not s.is_new;
select count(*)::int as total, (count(*) filter (where is_new))::int as fresh from register_stage_household;
