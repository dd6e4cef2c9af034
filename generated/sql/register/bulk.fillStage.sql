-- register: fillStage (lines)
create temp table register_stage (
ordinal integer primary key, sheet text not null, row integer not null, person_id uuid not null, household_id uuid, id_hash bytea not null, id_cipher bytea not null,
id_mask text not null, name text not null, pinyin text not null, initials text not null, name_parts text[] not null, sex text not null, birth date not null,
phone_hash bytea, phone_cipher bytea, phone_mask text, unit_id integer not null, unit_path text collate "C" not null, hkey text not null, head_hash bytea,
head_name text, number text, size smallint, is_head boolean not null, relation text, ethnicity text, education text, health text, ability text, wish text,
hardships text[], income_fen bigint, trade text, helper text, note text, filed_on date not null, sheet_on date not null, is_new boolean not null default true) on commit drop;
copy register_stage (id_hash, id_cipher, phone_hash, phone_cipher, head_hash, hkey, ordinal, sheet, row, person_id, household_id, id_mask, name, pinyin, initials, name_parts, sex, birth, phone_mask, unit_id, unit_path, head_name, number, size, is_head, relation, ethnicity, education, health, ability, wish, hardships, income_fen, trade, helper, note, filed_on, sheet_on) from stdin;
analyze register_stage (ordinal, id_hash, head_hash, hkey, person_id, unit_id, is_new);
