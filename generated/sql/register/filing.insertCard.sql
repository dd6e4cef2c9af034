-- register: insertCard (c, household)
with household as (
  insert into register_household (id, key, number, unit_id, unit_path, head_name, size, filed_on, sheet_on, created_at, created_by)
  select $1::uuid, $2, $3, $4::int, $5, $6, $7::smallint,
    $8::date, $9::date, $10::timestamptz, $11 where $12)
insert into register_person (id, id_hash, id_cipher, id_mask, name, pinyin, initials, name_parts, sex, birth, phone_hash, phone_cipher, phone_mask, unit_id, unit_path,
  household_id, is_head, relation, ethnicity, education, health, ability, wish, hardships, income_fen, trade, helper, note, filed_on, sheet_on, classed_on, created_at, created_by)
values ($13, $14, $15, $16, $17, $18, $19, $20::text[], $21, $22, $23, $24,
  $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35,
  $36::text[], $37, $38, $39, $40, $41, $42, $43, $44, $45);
