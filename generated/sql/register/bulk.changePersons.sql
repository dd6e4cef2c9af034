-- register: changePersons (reach, w)
create index on register_stage (person_id) where not is_new;
create temp table register_stage_change on commit drop as
select s.ordinal, p.id as person_id, s.sheet_on, d.field, d.before, d.after
from register_stage s join register_person p on p.id = s.person_id and not s.is_new and s.sheet_on >= p.sheet_on and ("p"."unit_path" >= $1 and "p"."unit_path" < $2)
cross join lateral (values
  ('phone', p.phone_mask, s.phone_mask, p.phone_hash is distinct from s.phone_hash), ('unit', p.unit_id::text, s.unit_id::text, true),
  ('household', p.household_id::text, s.household_id::text, true), ('relation', p.relation, s.relation, true), ('ethnicity', p.ethnicity, s.ethnicity, true),
  ('education', p.education, s.education, true), ('health', p.health, s.health, true), ('ability', p.ability, s.ability, true), ('wish', p.wish, s.wish, true),
  ('hardships', array_to_string(p.hardships, ','), array_to_string(s.hardships, ','), true), ('incomeFen', p.income_fen::text, s.income_fen::text, true),
  ('trade', p.trade, s.trade, true), ('helper', p.helper, s.helper, true), ('note', p.note, s.note, true)) d (field, before, after, differs)
where d.after is not null and d.differs and (d.field = 'phone' or d.before is distinct from d.after);
insert into register_change (id, person_id, field, before, after, effective_on, at, by, request_id)
select gen_random_uuid(), person_id, field, nullif(before, ''), after, sheet_on, $1, $2, $3 from register_stage_change order by ordinal;
update register_person p set sheet_on = s.sheet_on, unit_id = s.unit_id, unit_path = s.unit_path, household_id = s.household_id,
  is_head = case when s.relation is null then p.is_head else s.is_head end,
  relation = coalesce(s.relation, p.relation), ethnicity = coalesce(s.ethnicity, p.ethnicity), education = coalesce(s.education, p.education),
  health = coalesce(s.health, p.health), phone_hash = coalesce(s.phone_hash, p.phone_hash), phone_cipher = case when s.phone_hash is null then p.phone_cipher else s.phone_cipher end,
  phone_mask = coalesce(s.phone_mask, p.phone_mask), ability = coalesce(s.ability, p.ability), wish = coalesce(s.wish, p.wish), hardships = coalesce(s.hardships, p.hardships),
  income_fen = coalesce(s.income_fen, p.income_fen), trade = coalesce(s.trade, p.trade), helper = coalesce(s.helper, p.helper), note = coalesce(s.note, p.note),
  classed_on = case when exists (select from register_stage_change c where c.person_id = p.id and c.field in ('ability', 'wish', 'hardships'))
    then greatest(p.classed_on, s.sheet_on) else p.classed_on end
from register_stage s where p.id = s.person_id and not s.is_new
  and (s.sheet_on > p.sheet_on or exists (select from register_stage_change c where c.person_id = p.id))
  and s.sheet_on >= p.sheet_on and ("p"."unit_path" >= $1 and "p"."unit_path" < $2);
select p.id, p.unit_id as "unitId", p.unit_path as "unitPath", greatest(p.classed_on, max(c.sheet_on)) as "classedOn", p.ability, p.wish, p.hardships
from register_stage_change c join register_person p on p.id = c.person_id where c.field in ('ability', 'wish', 'hardships', 'unit')
group by p.id order by min(c.ordinal);
select count(distinct person_id)::int as updated from register_stage_change;
