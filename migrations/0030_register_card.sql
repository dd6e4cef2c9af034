-- scope: workspace
create table register_import (
  id uuid primary key,
  file_name text not null check (char_length(file_name) between 1 and 255),
  bytes bigint not null check (bytes >= 0),
  state text not null check (state in ('reading', 'columns', 'ready', 'writing', 'done', 'refused', 'failed', 'left')),
  unit_path text collate "C" not null,
  created_at timestamptz not null,
  created_by text not null,
  forms jsonb not null default '[]',
  counts jsonb,
  decided jsonb not null default '{}',
  result jsonb,
  refusal jsonb,
  journal bigint,
  finished_at timestamptz
);
comment on table register_import is 'One row a roster brought in: which file, by whom, what it held, what became of it';
comment on column register_import.unit_path is 'The unit its maker works for: who reaches it sees the import';
comment on column register_import.decided is 'What was decided about rows that wait: "<sheet>!<row>" to the decision';
create index register_import_newest on register_import (created_at desc);

create table register_household (
  id uuid primary key,
  key text not null unique check (key ~ '^[nhm]:'),
  number text check (number <> ''),
  unit_id integer not null,
  unit_path text collate "C" not null,
  head_name text,
  size smallint check (size between 0 and 99),
  filed_on date not null,
  sheet_on date not null,
  created_at timestamptz not null,
  created_by text not null,
  import_id uuid references register_import (id)
);
comment on table register_household is 'Households (户册), one row each';
comment on column register_household.key is 'What makes it one: n:<户编号>, else h:<village>:<keyed hash of the head''s id number>, else m:<village>:<head''s name>';
comment on column register_household.sheet_on is 'Day that its newest source speaks of: an older sheet changes nothing';
create index register_household_place on register_household (unit_path, id);
create index register_household_number on register_household (number);

create table register_person (
  id uuid primary key,
  id_hash bytea not null unique check (octet_length(id_hash) = 32),
  id_cipher bytea not null,
  id_mask text not null,
  name text not null check (name <> ''),
  pinyin text collate "C" not null,
  initials text collate "C" not null,
  name_parts text[] not null,
  sex text not null check (sex in ('female', 'male')),
  birth date not null,
  phone_hash bytea check (octet_length(phone_hash) = 32),
  phone_cipher bytea,
  phone_mask text,
  unit_id integer not null,
  unit_path text collate "C" not null,
  household_id uuid not null references register_household (id),
  is_head boolean not null,
  relation text,
  ethnicity text,
  education text,
  health text,
  ability text not null check (ability in ('full', 'partial', 'none', 'unknown')),
  wish text not null check (wish in ('start-business', 'work-away', 'work-at-home', 'none', 'unknown')),
  hardships text[] not null,
  income_fen bigint,
  trade text,
  helper text,
  note text,
  filed_on date not null,
  sheet_on date not null,
  classed_on date not null,
  works text,
  created_at timestamptz not null,
  created_by text not null,
  import_id uuid references register_import (id),
  check ((phone_hash is null) = (phone_cipher is null) and (phone_hash is null) = (phone_mask is null))
);
comment on table register_person is 'Person cards (人卡): one row a person, whatever number of sheets name her';
comment on column register_person.id_hash is 'HMAC-SHA256 of the id number under a key outside the database: finds her again';
comment on column register_person.id_cipher is 'The id number under AES-256-GCM, key outside the database';
comment on column register_person.name_parts is 'Every character and pair of characters of the name: finds any part of it';
comment on column register_person.sheet_on is 'Day that its newest source speaks of: an older sheet changes nothing';
comment on column register_person.classed_on is 'Since when ability, wish and hardships are as they stand here';
comment on column register_person.works is 'Trade of the newest standing start of work, kept by the module care in the transaction of its entry';
create index register_person_place on register_person (unit_path, id);
create index register_person_household on register_person (household_id);
create index register_person_initials on register_person (initials, unit_path);
create index register_person_pinyin on register_person (pinyin, unit_path);
create index register_person_name_parts on register_person using gin (name_parts);
create index register_person_phone on register_person (phone_hash) where phone_hash is not null;

create table register_change (
  id uuid primary key,
  person_id uuid references register_person (id),
  household_id uuid references register_household (id),
  field text not null,
  before text,
  after text,
  effective_on date not null,
  at timestamptz not null,
  by text not null,
  request_id uuid not null,
  check ((person_id is null) <> (household_id is null))
);
comment on table register_change is 'Every change of a card or household: what, from what to what, since when, by whom. Never changed itself';
create index register_change_person on register_change (person_id, effective_on desc) where person_id is not null;
create index register_change_household on register_change (household_id, effective_on desc) where household_id is not null;

create table register_reveal (
  id uuid primary key,
  person_id uuid not null references register_person (id),
  field text not null check (field in ('idNumber', 'phone')),
  reason text not null check (btrim(reason) <> ''),
  at timestamptz not null,
  by text not null
);
comment on table register_reveal is 'Who looked at a full id number or phone, when, and for what reason';
create index register_reveal_person on register_reveal (person_id, at);

create table register_import_row (
  import_id uuid not null references register_import (id),
  ordinal integer not null,
  sheet text not null,
  row integer not null,
  verdict text not null check (verdict in ('accepted', 'repeated', 'refused', 'to-decide')),
  code text,
  marks text[] not null,
  body jsonb not null,
  primary key (import_id, ordinal)
);
comment on table register_import_row is 'The rows of an import that is being looked over, as the screen shows them; gone when it is written or left';
comment on column register_import_row.marks is 'faults, refused, repaired, warned … and every code of the row: what the filters look for';
create index register_import_row_marks on register_import_row (import_id, verdict, ordinal);

create table register_roster_form (
  signature text primary key,
  fields jsonb not null,
  by text not null,
  at timestamptz not null
);
comment on table register_roster_form is 'What a person said the columns of a form mean: header to field, remembered under the digest of its headers';

grant select, insert, update on register_person, register_household, register_import, register_roster_form to :app;
grant select, insert on register_change, register_reveal to :app;
grant select, insert, delete on register_import_row to :app;
