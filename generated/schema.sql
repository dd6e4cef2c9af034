-- Who may sign in: one row a person, whatever number of workspaces and units she works for
public.accounts_account
  id uuid not null
  user_name text not null
  user_name_key text not null
  phone text
  display_name text not null
  password_hash text not null
  language text
  blocked_at timestamp with time zone
  created_at timestamp with time zone not null
  accounts_account_display_name_check CHECK (((char_length(display_name) >= 1) AND (char_length(display_name) <= 60)))
  accounts_account_language_check CHECK ((language = ANY (ARRAY['zh-Hans'::text, 'zh-Hant'::text, 'en'::text])))
  accounts_account_password_hash_check CHECK ((password_hash ~ '^scrypt\$'::text))
  accounts_account_user_name_check CHECK (((user_name = btrim(user_name)) AND ((char_length(user_name) >= 2) AND (char_length(user_name) <= 40))))
  accounts_account_pkey PRIMARY KEY (id)
  accounts_account_user_name_key_key UNIQUE (user_name_key)
  UNIQUE index accounts_account_pkey on USING btree (id)
  UNIQUE index accounts_account_user_name_key_key on USING btree (user_name_key)
  application: insert, select

-- Passwords that were wrong, kept a day, so that guessing can be slowed
public.accounts_attempt
  id bigint not null
  user_name_key text not null
  address text not null
  at timestamp with time zone not null
  accounts_attempt_pkey PRIMARY KEY (id)
  UNIQUE index accounts_attempt_pkey on USING btree (id)
  index accounts_attempt_who on USING btree (user_name_key, address, at)
  application: delete, insert, select

-- Which role an account has for which unit of which workspace, from day to day (both inclusive)
public.accounts_grant
  account_id uuid not null
  workspace text not null
  unit_id integer not null
  unit_code text not null
  role text not null
  valid_from date not null
  valid_to date
  accounts_grant_check CHECK ((valid_to >= valid_from))
  accounts_grant_role_check CHECK ((role = ANY (ARRAY['leader'::text, 'officer'::text, 'checker'::text])))
  accounts_grant_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts_account(id)
  accounts_grant_workspace_fkey FOREIGN KEY (workspace) REFERENCES organisation_workspace(slug) ON DELETE CASCADE
  accounts_grant_pkey PRIMARY KEY (account_id, workspace, unit_id, role, valid_from)
  UNIQUE index accounts_grant_pkey on USING btree (account_id, workspace, unit_id, role, valid_from)
  application: select

-- One row a sign-in; the token itself is known to the browser only, here stands its SHA-256
public.accounts_session
  token_sha256 bytea not null
  account_id uuid not null
  workspace text
  unit_id integer
  created_at timestamp with time zone not null
  last_seen_at timestamp with time zone not null
  ended_at timestamp with time zone
  address text not null
  device text not null
  accounts_session_token_sha256_check CHECK ((octet_length(token_sha256) = 32))
  accounts_session_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts_account(id)
  accounts_session_workspace_fkey FOREIGN KEY (workspace) REFERENCES organisation_workspace(slug) ON DELETE CASCADE
  accounts_session_pkey PRIMARY KEY (token_sha256)
  index accounts_session_account on USING btree (account_id) WHERE (ended_at IS NULL)
  UNIQUE index accounts_session_pkey on USING btree (token_sha256)
  application: insert, select

-- One federation's deployment: which schema holds it, by which programme it works, from which unit downward
public.organisation_workspace
  slug text not null
  schema text not null
  programme text not null
  programme_name text not null
  country text not null
  name text not null
  time_zone text not null
  top_unit_id integer not null
  top_code text not null
  top_level smallint not null
  top_path text collate "C" not null
  above jsonb not null default '[]'::jsonb
  units_of date not null
  created_at timestamp with time zone not null
  organisation_workspace_above_check CHECK ((jsonb_typeof(above) = 'array'::text))
  organisation_workspace_country_check CHECK ((country = ANY (ARRAY['cn'::text, 'vn'::text])))
  organisation_workspace_schema_check CHECK ((schema ~ '^ws_[a-z0-9_]{2,31}$'::text))
  organisation_workspace_slug_check CHECK ((slug ~ '^[a-z][a-z0-9-]{1,30}$'::text))
  organisation_workspace_top_level_check CHECK (((top_level >= 0) AND (top_level <= 5)))
  organisation_workspace_top_path_check CHECK ((top_path ~ '^[a-z]{2}\.(u[0-9]+\.)+$'::text))
  organisation_workspace_pkey PRIMARY KEY (slug)
  organisation_workspace_schema_key UNIQUE (schema)
  UNIQUE index organisation_workspace_pkey on USING btree (slug)
  UNIQUE index organisation_workspace_schema_key on USING btree (schema)
  application: select

-- Starts of work as recorded; the ledger entry of each names it as its source. Never changed: a mistake is reversed in the ledger
workspace.care_work_start
  id uuid not null
  person_id uuid not null
  trade text not null
  started_on date not null
  note text
  request_id uuid not null
  at timestamp with time zone not null
  by text not null
  care_work_start_trade_check CHECK ((trade = ANY (ARRAY['handicraft'::text, 'domestic-service'::text, 'e-commerce'::text, 'farming'::text, 'other'::text])))
  care_work_start_person_id_fkey FOREIGN KEY (person_id) REFERENCES workspace.register_person(id)
  care_work_start_pkey PRIMARY KEY (id)
  index care_work_start_person on USING btree (person_id, started_on)
  UNIQUE index care_work_start_pkey on USING btree (id)
  application: insert, select

-- One row a published figure, frozen: what it says (canonical JSON), its SHA-256, and the journal it was read from
workspace.figures_receipt
  id uuid not null
  code text not null
  issued_at timestamp with time zone not null
  issued_by text not null
  indicator text not null
  unit_id integer not null
  unit_path text collate "C" not null
  journal_number bigint not null
  journal_hash bytea not null
  members_digest bytea not null
  body text not null
  body_hash bytea not null
  figures_receipt_body_check CHECK ((body ~~ '{%'::text))
  figures_receipt_body_hash_check CHECK ((length(body_hash) = 32))
  figures_receipt_code_check CHECK ((code ~ '^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$'::text))
  figures_receipt_journal_hash_check CHECK ((length(journal_hash) = 32))
  figures_receipt_members_digest_check CHECK ((length(members_digest) = 32))
  figures_receipt_pkey PRIMARY KEY (id)
  figures_receipt_code_key UNIQUE (code)
  UNIQUE index figures_receipt_code_key on USING btree (code)
  index figures_receipt_issued on USING btree (issued_at DESC)
  UNIQUE index figures_receipt_pkey on USING btree (id)
  application: insert, select

-- A receipt taken back: it stays readable, struck through, with the reason and what stands in its place
workspace.figures_receipt_withdrawal
  code text not null
  at timestamp with time zone not null
  by text not null
  reason text not null
  successor text
  figures_receipt_withdrawal_reason_check CHECK (((char_length(reason) >= 2) AND (char_length(reason) <= 200)))
  figures_receipt_withdrawal_code_fkey FOREIGN KEY (code) REFERENCES workspace.figures_receipt(code)
  figures_receipt_withdrawal_successor_fkey FOREIGN KEY (successor) REFERENCES workspace.figures_receipt(code)
  figures_receipt_withdrawal_pkey PRIMARY KEY (code)
  UNIQUE index figures_receipt_withdrawal_pkey on USING btree (code)
  application: insert, select

-- Entries put before one level for checking: frozen once, with the seed that drew its sample
workspace.ledger_batch
  id uuid not null
  level text not null
  unit_id integer not null
  unit_path text collate "C" not null
  kinds text[] not null
  happened_from date
  happened_to date
  frozen_at_journal bigint not null
  members integer not null
  seed text not null
  sample_size integer not null
  opened_by text not null
  opened_at timestamp with time zone not null
  request_id uuid not null
  ledger_batch_kinds_check CHECK ((cardinality(kinds) > 0))
  ledger_batch_members_check CHECK ((members > 0))
  ledger_batch_sample_size_check CHECK ((sample_size > 0))
  ledger_batch_pkey PRIMARY KEY (id)
  ledger_batch_request_id_key UNIQUE (request_id)
  UNIQUE index ledger_batch_pkey on USING btree (id)
  UNIQUE index ledger_batch_request_id_key on USING btree (request_id)
  application: insert, select

-- How a batch ended: passed to stand as checked by its level, or returned with the reason
workspace.ledger_batch_closing
  batch_id uuid not null
  outcome text not null
  wrong integer not null
  reason text
  closed_by text not null
  closed_at timestamp with time zone not null
  ledger_batch_closing_outcome_check CHECK ((outcome = ANY (ARRAY['passed'::text, 'returned'::text])))
  ledger_batch_closing_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES workspace.ledger_batch(id)
  ledger_batch_closing_pkey PRIMARY KEY (batch_id)
  UNIQUE index ledger_batch_closing_pkey on USING btree (batch_id)
  application: insert, select

-- The entries of a batch, as frozen; sampled is the place in the sample, where drawn
workspace.ledger_batch_member
  batch_id uuid not null
  posting bigint not null
  line integer not null
  sampled integer
  ledger_batch_member_sampled_check CHECK ((sampled > 0))
  ledger_batch_member_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES workspace.ledger_batch(id)
  ledger_batch_member_pkey PRIMARY KEY (batch_id, posting, line)
  index ledger_batch_member_entry on USING btree (posting, line)
  UNIQUE index ledger_batch_member_pkey on USING btree (batch_id, posting, line)
  application: insert, select

-- What happened, once each: kind, subject, where, when, how much. Never changed; a mistake is reversed by a later entry that refers to it
workspace.ledger_entry
  posting bigint not null
  line integer not null
  kind text not null
  subject uuid not null
  unit_id integer not null
  unit_path text collate "C" not null
  happened_on date not null
  count integer not null default 1
  amount bigint
  currency text
  facets jsonb not null default '{}'::jsonb
  plan text
  source uuid
  refers_posting bigint
  refers_line integer
  ledger_entry_check CHECK (((amount IS NULL) = (currency IS NULL)))
  ledger_entry_check1 CHECK (((refers_posting IS NULL) = (refers_line IS NULL)))
  ledger_entry_count_check CHECK ((count >= 0))
  ledger_entry_currency_check CHECK ((currency = ANY (ARRAY['CNY'::text, 'VND'::text])))
  ledger_entry_line_check CHECK ((line > 0))
  ledger_entry_pkey PRIMARY KEY (posting, line)
  index ledger_entry_kind on USING btree (kind, unit_path, happened_on)
  UNIQUE index ledger_entry_passing on USING btree (refers_posting, refers_line, ((facets ->> 'level'::text))) WHERE (kind = 'ledger.passed'::text)
  UNIQUE index ledger_entry_pkey on USING btree (posting, line)
  UNIQUE index ledger_entry_reversal on USING btree (refers_posting, refers_line) WHERE (kind = 'ledger.reversed'::text)
  index ledger_entry_subject on USING btree (subject, happened_on)
  application: insert, select

-- What the checking level found at one sampled entry; the newest of an entry holds
workspace.ledger_finding
  batch_id uuid not null
  posting bigint not null
  line integer not null
  wrong boolean not null
  note text
  found_by text not null
  found_at timestamp with time zone not null
  id uuid not null
  ledger_finding_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES workspace.ledger_batch(id)
  ledger_finding_pkey PRIMARY KEY (id)
  index ledger_finding_entry on USING btree (batch_id, posting, line)
  UNIQUE index ledger_finding_pkey on USING btree (id)
  application: insert, select

-- The last journal row; locked by the last statement of every posting and by nothing else
workspace.ledger_head
  id smallint not null
  number bigint not null
  at timestamp with time zone not null
  hash bytea not null
  ledger_head_id_check CHECK ((id = 1))
  ledger_head_pkey PRIMARY KEY (id)
  UNIQUE index ledger_head_pkey on USING btree (id)
  application: select

-- One row a posting: gapless, in order of commit, each carrying the hash of the one before
workspace.ledger_journal
  number bigint not null
  posting bigint not null
  at timestamp with time zone not null
  actor text not null
  request_id uuid not null
  verb text not null
  entries integer not null
  entries_digest bytea not null
  previous_hash bytea not null
  hash bytea not null
  ledger_journal_entries_check CHECK ((entries > 0))
  ledger_journal_entries_digest_check CHECK ((length(entries_digest) = 32))
  ledger_journal_hash_check CHECK ((length(hash) = 32))
  ledger_journal_number_check CHECK ((number > 0))
  ledger_journal_previous_hash_check CHECK ((length(previous_hash) = 32))
  ledger_journal_pkey PRIMARY KEY (number)
  ledger_journal_posting_key UNIQUE (posting)
  ledger_journal_request_id_key UNIQUE (request_id)
  UNIQUE index ledger_journal_at on USING btree (at)
  UNIQUE index ledger_journal_pkey on USING btree (number)
  UNIQUE index ledger_journal_posting_key on USING btree (posting)
  UNIQUE index ledger_journal_request_id_key on USING btree (request_id)
  application: select

-- The only tie between a record and the random id under which the ledger knows it; erasing a row makes the person unfindable in the ledger
workspace.ledger_subject
  id uuid not null
  type text not null
  record_id uuid not null
  ledger_subject_type_check CHECK ((type = ANY (ARRAY['person'::text, 'household'::text, 'venture'::text, 'unit'::text, 'agency'::text])))
  ledger_subject_pkey PRIMARY KEY (id)
  ledger_subject_record_id_type_key UNIQUE (record_id, type)
  UNIQUE index ledger_subject_pkey on USING btree (id)
  UNIQUE index ledger_subject_record_id_type_key on USING btree (record_id, type)
  application: insert, select

-- The tree of units: one row a unit and stretch of days in which its name, parent and path stayed the same
workspace.organisation_unit
  id integer not null
  code text not null
  name text not null
  level smallint not null
  pseudo boolean not null
  placeholder boolean not null
  parent_id integer
  path text collate "C" not null
  valid_from date not null
  valid_to date
  organisation_unit_check CHECK ((pseudo OR (NOT placeholder)))
  organisation_unit_check1 CHECK ((parent_id <> id))
  organisation_unit_check2 CHECK ((valid_to >= valid_from))
  organisation_unit_check3 CHECK ((path ~~ (('%.u'::text || id) || '.'::text)))
  organisation_unit_code_check CHECK ((code ~ '^([a-z]{2}|[0-9]{2}|[0-9]{4,6}|[0-9]{9}|[0-9]{12})$'::text))
  organisation_unit_id_check CHECK ((id > 0))
  organisation_unit_level_check CHECK (((level >= 0) AND (level <= 5)))
  organisation_unit_name_check CHECK ((name <> ''::text))
  organisation_unit_pkey PRIMARY KEY (id, valid_from)
  organisation_unit_code UNIQUE (code, valid_from)
  UNIQUE index organisation_unit_code on USING btree (code, valid_from)
  index organisation_unit_parent on USING btree (parent_id)
  index organisation_unit_path on USING btree (path)
  UNIQUE index organisation_unit_pkey on USING btree (id, valid_from)
  application: select

-- Every change of a card or household: what, from what to what, since when, by whom. Never changed itself
workspace.register_change
  id uuid not null
  person_id uuid
  household_id uuid
  field text not null
  before text
  after text
  effective_on date not null
  at timestamp with time zone not null
  by text not null
  request_id uuid not null
  register_change_check CHECK (((person_id IS NULL) <> (household_id IS NULL)))
  register_change_household_id_fkey FOREIGN KEY (household_id) REFERENCES workspace.register_household(id)
  register_change_person_id_fkey FOREIGN KEY (person_id) REFERENCES workspace.register_person(id)
  register_change_pkey PRIMARY KEY (id)
  index register_change_household on USING btree (household_id, effective_on DESC) WHERE (household_id IS NOT NULL)
  index register_change_person on USING btree (person_id, effective_on DESC) WHERE (person_id IS NOT NULL)
  UNIQUE index register_change_pkey on USING btree (id)
  application: insert, select

-- Households (户册), one row each
workspace.register_household
  id uuid not null
  key text not null
  number text
  unit_id integer not null
  unit_path text collate "C" not null
  head_name text
  size smallint
  filed_on date not null
  sheet_on date not null
  created_at timestamp with time zone not null
  created_by text not null
  import_id uuid
  register_household_key_check CHECK ((key ~ '^[nhm]:'::text))
  register_household_number_check CHECK ((number <> ''::text))
  register_household_size_check CHECK (((size >= 0) AND (size <= 99)))
  register_household_import_id_fkey FOREIGN KEY (import_id) REFERENCES workspace.register_import(id)
  register_household_pkey PRIMARY KEY (id)
  register_household_key_key UNIQUE (key)
  UNIQUE index register_household_key_key on USING btree (key)
  index register_household_number on USING btree (number)
  UNIQUE index register_household_pkey on USING btree (id)
  index register_household_place on USING btree (unit_path, id)
  application: insert, select, update

-- One row a roster brought in: which file, by whom, what it held, what became of it
workspace.register_import
  id uuid not null
  file_name text not null
  bytes bigint not null
  state text not null
  unit_path text collate "C" not null
  created_at timestamp with time zone not null
  created_by text not null
  forms jsonb not null default '[]'::jsonb
  counts jsonb
  decided jsonb not null default '{}'::jsonb
  result jsonb
  refusal jsonb
  journal bigint
  finished_at timestamp with time zone
  register_import_bytes_check CHECK ((bytes >= 0))
  register_import_file_name_check CHECK (((char_length(file_name) >= 1) AND (char_length(file_name) <= 255)))
  register_import_state_check CHECK ((state = ANY (ARRAY['reading'::text, 'columns'::text, 'ready'::text, 'writing'::text, 'done'::text, 'refused'::text, 'failed'::text, 'left'::text])))
  register_import_pkey PRIMARY KEY (id)
  index register_import_newest on USING btree (created_at DESC)
  UNIQUE index register_import_pkey on USING btree (id)
  application: insert, select, update

-- The rows of an import that is being looked over, as the screen shows them; gone when it is written or left
workspace.register_import_row
  import_id uuid not null
  ordinal integer not null
  sheet text not null
  row integer not null
  verdict text not null
  code text
  marks text[] not null
  body jsonb not null
  register_import_row_verdict_check CHECK ((verdict = ANY (ARRAY['accepted'::text, 'repeated'::text, 'refused'::text, 'to-decide'::text])))
  register_import_row_import_id_fkey FOREIGN KEY (import_id) REFERENCES workspace.register_import(id)
  register_import_row_pkey PRIMARY KEY (import_id, ordinal)
  index register_import_row_marks on USING btree (import_id, verdict, ordinal)
  UNIQUE index register_import_row_pkey on USING btree (import_id, ordinal)
  application: delete, insert, select

-- Person cards (人卡): one row a person, whatever number of sheets name her
workspace.register_person
  id uuid not null
  id_hash bytea not null
  id_cipher bytea not null
  id_mask text not null
  name text not null
  pinyin text collate "C" not null
  initials text collate "C" not null
  name_parts text[] not null
  sex text not null
  birth date not null
  phone_hash bytea
  phone_cipher bytea
  phone_mask text
  unit_id integer not null
  unit_path text collate "C" not null
  household_id uuid not null
  is_head boolean not null
  relation text
  ethnicity text
  education text
  health text
  ability text not null
  wish text not null
  hardships text[] not null
  income_fen bigint
  trade text
  helper text
  note text
  filed_on date not null
  sheet_on date not null
  classed_on date not null
  works text
  created_at timestamp with time zone not null
  created_by text not null
  import_id uuid
  register_person_ability_check CHECK ((ability = ANY (ARRAY['full'::text, 'partial'::text, 'none'::text, 'unknown'::text])))
  register_person_check CHECK ((((phone_hash IS NULL) = (phone_cipher IS NULL)) AND ((phone_hash IS NULL) = (phone_mask IS NULL))))
  register_person_id_hash_check CHECK ((octet_length(id_hash) = 32))
  register_person_name_check CHECK ((name <> ''::text))
  register_person_phone_hash_check CHECK ((octet_length(phone_hash) = 32))
  register_person_sex_check CHECK ((sex = ANY (ARRAY['female'::text, 'male'::text])))
  register_person_wish_check CHECK ((wish = ANY (ARRAY['start-business'::text, 'work-away'::text, 'work-at-home'::text, 'none'::text, 'unknown'::text])))
  register_person_household_id_fkey FOREIGN KEY (household_id) REFERENCES workspace.register_household(id)
  register_person_import_id_fkey FOREIGN KEY (import_id) REFERENCES workspace.register_import(id)
  register_person_pkey PRIMARY KEY (id)
  register_person_id_hash_key UNIQUE (id_hash)
  index register_person_household on USING btree (household_id)
  UNIQUE index register_person_id_hash_key on USING btree (id_hash)
  index register_person_initials on USING btree (initials, unit_path)
  index register_person_name_parts on USING gin (name_parts)
  index register_person_phone on USING btree (phone_hash) WHERE (phone_hash IS NOT NULL)
  index register_person_pinyin on USING btree (pinyin, unit_path)
  UNIQUE index register_person_pkey on USING btree (id)
  index register_person_place on USING btree (unit_path, id)
  application: insert, select, update

-- Who looked at a full id number or phone, when, and for what reason
workspace.register_reveal
  id uuid not null
  person_id uuid not null
  field text not null
  reason text not null
  at timestamp with time zone not null
  by text not null
  register_reveal_field_check CHECK ((field = ANY (ARRAY['idNumber'::text, 'phone'::text])))
  register_reveal_reason_check CHECK ((btrim(reason) <> ''::text))
  register_reveal_person_id_fkey FOREIGN KEY (person_id) REFERENCES workspace.register_person(id)
  register_reveal_pkey PRIMARY KEY (id)
  index register_reveal_person on USING btree (person_id, at)
  UNIQUE index register_reveal_pkey on USING btree (id)
  application: insert, select

-- What a person said the columns of a form mean: header to field, remembered under the digest of its headers
workspace.register_roster_form
  signature text not null
  fields jsonb not null
  by text not null
  at timestamp with time zone not null
  register_roster_form_pkey PRIMARY KEY (signature)
  UNIQUE index register_roster_form_pkey on USING btree (signature)
  application: insert, select, update

CREATE OR REPLACE FUNCTION workspace.ledger_analyze()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
  analyze ledger_entry (posting, line, kind, subject, unit_path, happened_on, refers_posting, refers_line);
  analyze ledger_journal (number, posting);
  analyze ledger_subject (id, record_id);
$function$

CREATE OR REPLACE FUNCTION workspace.ledger_append(p_posting bigint, p_actor text, p_request uuid, p_verb text, p_entries integer, p_digest bytea)
 RETURNS TABLE(number bigint, at timestamp with time zone, hash bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
declare
  head record;
  next_number bigint;
  next_at timestamptz;
  next_hash bytea;
begin
  perform pg_advisory_xact_lock(hashtextextended('"ws_test".ledger_append', 0));
  select h.number, h.at, h.hash into head from ledger_head h where h.id = 1;
  next_number := head.number + 1;
  next_at := greatest(clock_timestamp(), head.at + interval '1 microsecond');
  next_hash := sha256(convert_to(concat_ws(E'\n', 'qiaoshou-journal-1', next_number::text, p_posting::text,
    to_char(next_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), p_actor, p_request::text, p_verb, p_entries::text,
    encode(p_digest, 'hex'), encode(head.hash, 'hex')), 'UTF8'));
  insert into ledger_journal (number, posting, at, actor, request_id, verb, entries, entries_digest, previous_hash, hash)
    values (next_number, p_posting, next_at, p_actor, p_request, p_verb, p_entries, p_digest, head.hash, next_hash);
  update ledger_head h set number = next_number, at = next_at, hash = next_hash where h.id = 1;
  return query select next_number, next_at, next_hash;
end
$function$

CREATE OR REPLACE FUNCTION workspace.register_analyze()
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
  analyze register_person (id, unit_path, household_id);
  analyze register_household (id, unit_path);
$function$
