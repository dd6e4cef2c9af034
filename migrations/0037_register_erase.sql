-- scope: workspace
-- A card can be emptied (PIPL Art 47, Viet Nam Law 91/2025): its row stays with its id, so that what was counted stays counted, and says
-- nothing more of anybody. It lies beyond every reach (`~` is the end of all paths), so that no list, search or name finds it.
alter table register_person add column erased_at timestamptz;
alter table register_person alter column id_hash drop not null;
alter table register_person alter column id_cipher drop not null;
alter table register_person alter column id_mask drop not null;
alter table register_person alter column name drop not null;
alter table register_person alter column sex drop not null;
alter table register_person alter column birth drop not null;
alter table register_person alter column household_id drop not null;
alter table register_person add constraint register_person_whole check (case when erased_at is null
  then num_nulls(id_hash, id_cipher, id_mask, name, sex, birth, household_id) = 0
  else unit_path = '~' and num_nonnulls(id_hash, id_cipher, id_mask, name, sex, birth, household_id, phone_hash, phone_cipher, phone_mask, relation, ethnicity,
    education, health, income_fen, trade, helper, note, works, import_id) = 0 end);
comment on column register_person.erased_at is 'When the card was emptied at the person''s own request; null while it stands';

-- A text without the values that say who she is. In JSON as the database writes it a value is followed by , } or ], a name by a colon.
create function register_without(body jsonb, words text[]) returns jsonb language plpgsql immutable set search_path = :schema, pg_temp as $$
declare
  said text := body::text;
  word text;
  quoted text;
begin
  foreach word in array words loop
    quoted := to_jsonb(word)::text;
    said := replace(replace(replace(said, quoted || ',', '"",'), quoted || '}', '""}'), quoted || ']', '""]');
  end loop;
  return said::jsonb;
end
$$;

-- Empties one card and what else the register holds of her; `p_words` are her id number and phone, which the database cannot read.
-- Answers the household that was emptied with her because no card is left in it, else null. Doing it again is harmless.
create function register_erase(p_person uuid, p_at timestamptz, p_words text[]) returns uuid language plpgsql set search_path = :schema, pg_temp as $$
declare
  card register_person;
  own_key text;
  words text[];
  emptied uuid;
  home record;
begin
  select * into card from register_person where id = p_person for update;
  if not found then
    return null;
  end if;
  update register_reveal set reason = '–' where person_id = p_person;
  if card.erased_at is null then
    own_key := left(encode(card.id_hash, 'hex'), 32);
    -- Where her name or number stands as a household's: hers now, those of before, those made under her number.
    for home in
      select h.id from register_household h where h.id = card.household_id or (h.key like 'h:%' and split_part(split_part(h.key, ':', 3), '@', 1) = own_key)
        or h.id::text in (select unnest(array[c.before, c.after]) from register_change c where c.person_id = p_person and c.field = 'household')
    loop
      delete from register_change where household_id = home.id and field = 'headName' and card.name in (before, after);
      update register_household h set head_name = case when h.head_name = card.name or (h.id = card.household_id and card.is_head) then null else h.head_name end,
        key = case when h.key like 'n:%' or (h.key like 'm:%' and position(card.name in h.key) = 0) or (h.key like 'h:%' and split_part(split_part(h.key, ':', 3), '@', 1) <> own_key) then h.key
          else 'h:0:' || replace(gen_random_uuid()::text, '-', '') end
        where h.id = home.id;
    end loop;
    words := array(select distinct w from unnest(p_words || array[card.name, card.id_mask, card.phone_mask, card.helper, card.note, card.health, card.trade]) w
      where btrim(w) <> '');
    -- What an import keeps of its file: first values of columns, refused values.
    update register_import i set forms = register_without(i.forms, words), result = register_without(i.result, words)
      where exists (select from unnest(words) w where strpos(i.forms::text, w) > 0 or strpos(i.result::text, w) > 0);
    -- Rows still being looked over: hers are blanked, and her name where it stands as another's head.
    update register_import_row r set body = jsonb_set(case when jsonb_typeof(r.body -> 'refusal') = 'object' then jsonb_set(r.body, '{refusal,value}', '""') else r.body end, '{cells}',
        (select jsonb_agg(c || '{"before": null, "after": null}' order by n) from jsonb_array_elements(r.body -> 'cells') with ordinality x (c, n)))
      where strpos(r.body::text, card.name) > 0 and exists (select from jsonb_array_elements(r.body -> 'cells') c where c ->> 'field' = 'name' and card.name in (c ->> 'after', c ->> 'before'))
        and exists (select from jsonb_array_elements(r.body -> 'cells') c
          where (c ->> 'field' = 'idNumber' and c ->> 'after' = card.id_mask) or (c ->> 'field' = 'birth' and c ->> 'after' = card.birth::text));
    update register_import_row r set body = register_without(r.body, array[card.name])
      where strpos(r.body::text, card.name) > 0 and exists (select from jsonb_array_elements(r.body -> 'cells') c where c ->> 'field' = 'headName' and card.name in (c ->> 'after', c ->> 'before'));
  end if;
  delete from register_change where person_id = p_person;
  update register_person set id_hash = null, id_cipher = null, id_mask = null, name = null, pinyin = '', initials = '', name_parts = '{}', sex = null, birth = null,
    phone_hash = null, phone_cipher = null, phone_mask = null, unit_id = 0, unit_path = '~', household_id = null, is_head = false, relation = null, ethnicity = null,
    education = null, health = null, ability = 'unknown', wish = 'unknown', hardships = '{}', income_fen = null, trade = null, helper = null, note = null,
    filed_on = p_at::date, sheet_on = p_at::date, classed_on = p_at::date, works = null, created_at = p_at, created_by = 'erased', import_id = null, erased_at = coalesce(erased_at, p_at)
    where id = p_person;
  if card.erased_at is null and not exists (select from register_person where household_id = card.household_id) then
    emptied := card.household_id;
    delete from register_change where household_id = emptied;
    update register_household set key = 'h:0:' || replace(gen_random_uuid()::text, '-', ''), number = null, unit_id = 0, unit_path = '~', head_name = null, size = null,
      filed_on = p_at::date, sheet_on = p_at::date, created_at = p_at, created_by = 'erased', import_id = null where id = emptied;
  end if;
  return emptied;
end
$$;
revoke all on function register_without(jsonb, text[]), register_erase(uuid, timestamptz, text[]) from public;
