-- Who may sign in: one row a person, whatever number of workspaces and units she works for
public.accounts_account
  id uuid not null
  user_name text not null
  user_name_key text not null
  display_name text not null
  password_hash text
  language text
  blocked_at timestamp with time zone
  created_at timestamp with time zone not null
  home_workspace text
  phone_hash bytea
  phone_cipher bytea
  password_at timestamp with time zone
  last_sign_in_at timestamp with time zone
  used_at timestamp with time zone
  blocked_by text
  blocked_reason text
  accounts_account_blocked_reason_check CHECK ((char_length(blocked_reason) <= 300))
  accounts_account_display_name_check CHECK (((char_length(display_name) >= 1) AND (char_length(display_name) <= 60)))
  accounts_account_language_check CHECK ((language = ANY (ARRAY['zh-Hans'::text, 'zh-Hant'::text, 'vi'::text, 'en'::text])))
  accounts_account_password_hash_check CHECK ((password_hash ~ '^scrypt\$'::text))
  accounts_account_phone_hash_check CHECK ((octet_length(phone_hash) = 32))
  accounts_account_user_name_check CHECK (((user_name = btrim(user_name)) AND ((char_length(user_name) >= 2) AND (char_length(user_name) <= 40))))
  accounts_account_home_workspace_fkey FOREIGN KEY (home_workspace) REFERENCES organisation_workspace(slug) ON DELETE SET NULL
  accounts_account_pkey PRIMARY KEY (id)
  accounts_account_phone_hash_key UNIQUE (phone_hash)
  accounts_account_user_name_key_key UNIQUE (user_name_key)
  UNIQUE index accounts_account_phone_hash_key on USING btree (phone_hash)
  UNIQUE index accounts_account_pkey on USING btree (id)
  UNIQUE index accounts_account_user_name_key_key on USING btree (user_name_key)
  application: insert, select

-- Guesses, each counted before it is tried and taken back when it was right; kept a day
public.accounts_attempt
  id bigint not null
  user_name_key text not null
  address text not null
  at timestamp with time zone not null
  device_sha256 bytea
  accounts_attempt_device_sha256_check CHECK ((octet_length(device_sha256) = 32))
  accounts_attempt_pkey PRIMARY KEY (id)
  index accounts_attempt_address on USING btree (address, at)
  UNIQUE index accounts_attempt_pkey on USING btree (id)
  index accounts_attempt_who on USING btree (user_name_key, address, at)
  application: delete, insert, select

-- Browsers in which an account signed in wholly before: guesses from elsewhere do not lock its owner out of them
public.accounts_device
  account_id uuid not null
  token_sha256 bytea not null
  last_at timestamp with time zone not null
  accounts_device_token_sha256_check CHECK ((octet_length(token_sha256) = 32))
  accounts_device_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts_account(id)
  accounts_device_pkey PRIMARY KEY (account_id, token_sha256)
  UNIQUE index accounts_device_pkey on USING btree (account_id, token_sha256)
  application: delete, insert, select

-- Second factor of an account: a secret shared with an authenticator (RFC 6238), sealed; null where there is none now
public.accounts_factor
  account_id uuid not null
  secret_cipher bytea
  since timestamp with time zone
  last_step bigint not null default 0
  pending_cipher bytea
  request_id uuid
  accounts_factor_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts_account(id)
  accounts_factor_pkey PRIMARY KEY (account_id)
  UNIQUE index accounts_factor_pkey on USING btree (account_id)
  application: insert, select

-- Which role an account has for which unit of which workspace, from day to day (both inclusive)
public.accounts_grant
  account_id uuid not null
  workspace text not null
  unit_id integer not null
  unit_code text not null
  role text not null
  valid_from date not null
  valid_to date
  id uuid not null default gen_random_uuid()
  person_id uuid
  given_by text
  given_at timestamp with time zone
  ended_by text
  ended_at timestamp with time zone
  accounts_grant_check CHECK ((valid_to >= valid_from))
  accounts_grant_person_check CHECK (((role = 'member'::text) = (person_id IS NOT NULL)))
  accounts_grant_role_check CHECK ((role = ANY (ARRAY['system-admin'::text, 'security-admin'::text, 'audit-admin'::text, 'leader'::text, 'officer'::text, 'worker'::text, 'checker'::text, 'trainer'::text, 'finance'::text, 'bank-clerk'::text, 'judge'::text, 'incubator'::text, 'broker'::text, 'member'::text, 'auditor'::text])))
  accounts_grant_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts_account(id)
  accounts_grant_workspace_fkey FOREIGN KEY (workspace) REFERENCES organisation_workspace(slug) ON DELETE CASCADE
  accounts_grant_pkey PRIMARY KEY (id)
  UNIQUE index accounts_grant_pkey on USING btree (id)
  UNIQUE index accounts_grant_standing on USING btree (account_id, workspace, unit_id, role, valid_from) WHERE (ended_at IS NULL)
  index accounts_grant_workspace on USING btree (workspace, account_id)
  application: select

-- One-time links to set a password; the token itself is known to whoever was given the link
public.accounts_link
  token_sha256 bytea not null
  account_id uuid not null
  made_at timestamp with time zone not null
  made_by text not null
  expires_at timestamp with time zone not null
  over_at timestamp with time zone
  accounts_link_token_sha256_check CHECK ((octet_length(token_sha256) = 32))
  accounts_link_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts_account(id)
  accounts_link_pkey PRIMARY KEY (token_sha256)
  index accounts_link_account on USING btree (account_id) WHERE (over_at IS NULL)
  UNIQUE index accounts_link_pkey on USING btree (token_sha256)
  application: insert, select

-- Keyed hashes of recovery codes that were not used yet
public.accounts_recovery
  account_id uuid not null
  code_hash bytea not null
  accounts_recovery_code_hash_check CHECK ((octet_length(code_hash) = 32))
  accounts_recovery_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts_account(id)
  accounts_recovery_pkey PRIMARY KEY (account_id, code_hash)
  UNIQUE index accounts_recovery_pkey on USING btree (account_id, code_hash)
  application: delete, insert, select

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
  id uuid not null default gen_random_uuid()
  factor text not null default 'none'::text
  password_due boolean not null default false
  accounts_session_factor_check CHECK ((factor = ANY (ARRAY['none'::text, 'due'::text, 'enrol'::text, 'passed'::text])))
  accounts_session_token_sha256_check CHECK ((octet_length(token_sha256) = 32))
  accounts_session_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts_account(id)
  accounts_session_workspace_fkey FOREIGN KEY (workspace) REFERENCES organisation_workspace(slug) ON DELETE CASCADE
  accounts_session_pkey PRIMARY KEY (token_sha256)
  accounts_session_id_key UNIQUE (id)
  index accounts_session_account on USING btree (account_id) WHERE (ended_at IS NULL)
  UNIQUE index accounts_session_id_key on USING btree (id)
  UNIQUE index accounts_session_pkey on USING btree (token_sha256)
  application: insert, select

-- Every act and every look at personal data: one row a request, written in the transaction of what it tells of. Never changed, never deleted
public.audit_line
  id bigint not null
  at timestamp with time zone not null
  workspace text not null
  actor text not null
  roles text[] not null
  unit_path text collate "C" not null
  verb text not null
  subjects uuid[] not null
  facts jsonb not null
  result text not null
  address text not null
  request_id uuid not null
  audit_line_pkey PRIMARY KEY (id)
  index audit_line_actor on USING btree (actor, at)
  index audit_line_at on USING btree (at)
  UNIQUE index audit_line_pkey on USING btree (id)
  index audit_line_subjects on USING gin (subjects)
  application: select

-- Ids that callers gave their writes, with what the first arrival said: the same id with another body is refused
public.audit_request
  id uuid not null
  actor text not null
  verb text not null
  body_sha256 text not null
  audit_request_pkey PRIMARY KEY (id)
  UNIQUE index audit_request_pkey on USING btree (id)

-- Batches of audit lines, chained: which lines up to which id, their digest, the hash of the seal before
public.audit_seal
  number bigint not null
  upto bigint not null
  lines bigint not null
  at timestamp with time zone not null
  digest bytea not null
  previous_hash bytea not null
  hash bytea not null
  audit_seal_digest_check CHECK ((octet_length(digest) = 32))
  audit_seal_hash_check CHECK ((octet_length(hash) = 32))
  audit_seal_lines_check CHECK ((lines > 0))
  audit_seal_number_check CHECK ((number > 0))
  audit_seal_previous_hash_check CHECK ((octet_length(previous_hash) = 32))
  audit_seal_pkey PRIMARY KEY (number)
  UNIQUE index audit_seal_pkey on USING btree (number)
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

-- Partner agencies beside the tree: one row an agency, at the unit beside which it works. Names and the day it left are changes
workspace.agencies_agency
  id uuid not null
  kind text not null
  unit_id integer not null
  unit_path text collate "C" not null
  joined_on date not null
  at timestamp with time zone not null
  by text not null
  agencies_agency_kind_check CHECK ((kind = ANY (ARRAY['bank'::text, 'employment'::text, 'science'::text, 'agriculture'::text, 'education'::text, 'health'::text, 'justice'::text, 'government'::text, 'enterprise'::text, 'association'::text, 'volunteers'::text, 'other'::text])))
  agencies_agency_pkey PRIMARY KEY (id)
  index agencies_agency_path on USING btree (unit_path)
  UNIQUE index agencies_agency_pkey on USING btree (id)
  index agencies_agency_unit on USING btree (unit_id)
  application: insert, select

-- What became of an agency, day by day: joined, renamed, left. Never changed. The newest name up to a day is its name on that day
workspace.agencies_change
  id uuid not null
  number bigint not null
  agency_id uuid not null
  act text not null
  name text not null
  on_day date not null
  at timestamp with time zone not null
  by text not null
  agencies_change_act_check CHECK ((act = ANY (ARRAY['joined'::text, 'renamed'::text, 'left'::text])))
  agencies_change_name_check CHECK ((btrim(name) <> ''::text))
  agencies_change_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES workspace.agencies_agency(id)
  agencies_change_pkey PRIMARY KEY (id)
  agencies_change_number_key UNIQUE (number)
  index agencies_change_agency on USING btree (agency_id, on_day, number)
  index agencies_change_end on USING btree (agency_id) WHERE (act = 'left'::text)
  UNIQUE index agencies_change_number_key on USING btree (number)
  UNIQUE index agencies_change_pkey on USING btree (id)
  application: insert, select

-- Changes of agencies that were taken back, once each, in the transaction in which the ledger reverses their entry. Never changed
workspace.agencies_reversal
  id uuid not null
  change_id uuid not null
  reason text not null
  at timestamp with time zone not null
  by text not null
  agencies_reversal_reason_check CHECK ((reason = ANY (ARRAY['mistake'::text, 'repeated'::text, 'withdrawn'::text])))
  agencies_reversal_change_id_fkey FOREIGN KEY (change_id) REFERENCES workspace.agencies_change(id)
  agencies_reversal_pkey PRIMARY KEY (id)
  agencies_reversal_change_id_key UNIQUE (change_id)
  UNIQUE index agencies_reversal_change_id_key on USING btree (change_id)
  UNIQUE index agencies_reversal_pkey on USING btree (id)
  application: insert, select

-- Every act and every look at personal data: one row a request, written in the transaction of what it tells of. Never changed, never deleted
workspace.audit_line
  id bigint not null
  at timestamp with time zone not null
  workspace text not null
  actor text not null
  roles text[] not null
  unit_path text collate "C" not null
  verb text not null
  subjects uuid[] not null
  facts jsonb not null
  result text not null
  address text not null
  request_id uuid not null
  audit_line_pkey PRIMARY KEY (id)
  index audit_line_actor on USING btree (actor, at)
  index audit_line_at on USING btree (at)
  UNIQUE index audit_line_pkey on USING btree (id)
  index audit_line_subjects on USING gin (subjects)
  application: select

-- Ids that callers gave their writes, with what the first arrival said: the same id with another body is refused
workspace.audit_request
  id uuid not null
  actor text not null
  verb text not null
  body_sha256 text not null
  audit_request_pkey PRIMARY KEY (id)
  UNIQUE index audit_request_pkey on USING btree (id)

-- Batches of audit lines, chained: which lines up to which id, their digest, the hash of the seal before
workspace.audit_seal
  number bigint not null
  upto bigint not null
  lines bigint not null
  at timestamp with time zone not null
  digest bytea not null
  previous_hash bytea not null
  hash bytea not null
  audit_seal_digest_check CHECK ((octet_length(digest) = 32))
  audit_seal_hash_check CHECK ((octet_length(hash) = 32))
  audit_seal_lines_check CHECK ((lines > 0))
  audit_seal_number_check CHECK ((number > 0))
  audit_seal_previous_hash_check CHECK ((octet_length(previous_hash) = 32))
  audit_seal_pkey PRIMARY KEY (number)
  UNIQUE index audit_seal_pkey on USING btree (number)
  application: insert, select

-- Starts of work as recorded; the ledger entry of each names it as its source. Never changed: a mistake is reversed in the ledger
workspace.care_work_start
  id uuid not null
  person_id uuid
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

-- What the second person said to an export of more than 200 persons, once
workspace.exports_decision
  export_id uuid not null
  unit_path text collate "C" not null
  approved boolean not null
  reason text
  by text not null
  at timestamp with time zone not null
  exports_decision_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 200)))
  exports_decision_export_id_fkey FOREIGN KEY (export_id) REFERENCES workspace.exports_export(id)
  exports_decision_pkey PRIMARY KEY (export_id)
  UNIQUE index exports_decision_pkey on USING btree (export_id)
  application: insert, select

-- What was asked to leave as a file: one row an export, nothing personal in it; a reason where it needs a second person
workspace.exports_export
  id uuid not null
  number bigint not null
  what text not null
  title text not null
  filter text not null
  filter_sha256 bytea not null
  unit_id integer not null
  unit_path text collate "C" not null
  persons integer
  reason text
  asked_by text not null
  asked_at timestamp with time zone not null
  own boolean not null default false
  exports_export_filter_sha256_check CHECK ((octet_length(filter_sha256) = 32))
  exports_export_persons_check CHECK ((persons >= 0))
  exports_export_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 200)))
  exports_export_title_check CHECK (((char_length(title) >= 1) AND (char_length(title) <= 200)))
  exports_export_what_check CHECK ((what = ANY (ARRAY['register.persons'::text, 'register.refusals'::text, 'figures.people'::text, 'ledger'::text, 'rights.held'::text])))
  exports_export_pkey PRIMARY KEY (id)
  exports_export_number_key UNIQUE (number)
  index exports_export_newest on USING btree (asked_at DESC, id)
  UNIQUE index exports_export_number_key on USING btree (number)
  UNIQUE index exports_export_pkey on USING btree (id)
  index exports_export_same on USING btree (filter_sha256)
  application: insert, select

-- Each time that an export was taken, and how many persons were in the file
workspace.exports_taking
  id uuid not null
  export_id uuid not null
  unit_path text collate "C" not null
  persons integer
  by text not null
  at timestamp with time zone not null
  exports_taking_persons_check CHECK ((persons >= 0))
  exports_taking_export_id_fkey FOREIGN KEY (export_id) REFERENCES workspace.exports_export(id)
  exports_taking_pkey PRIMARY KEY (id)
  index exports_taking_by on USING btree (by, at)
  index exports_taking_export on USING btree (export_id)
  UNIQUE index exports_taking_pkey on USING btree (id)
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
  index ledger_entry_merged on USING btree (subject) WHERE (kind = 'ledger.merged'::text)
  index ledger_entry_merged_into on USING btree (source) WHERE (kind = 'ledger.merged'::text)
  index ledger_entry_passing on USING btree (refers_posting, refers_line, ((facets ->> 'level'::text))) WHERE (kind = 'ledger.passed'::text)
  UNIQUE index ledger_entry_pkey on USING btree (posting, line)
  index ledger_entry_returned on USING btree (refers_posting, refers_line, ((facets ->> 'level'::text))) WHERE (kind = 'ledger.returned'::text)
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

-- A level took the passing of a batch back, of one entry or of all: why, by whom. What was taken back stands in the ledger
workspace.ledger_taking_back
  id uuid not null
  batch_id uuid not null
  posting bigint
  line integer
  entries integer not null
  reason text not null
  by text not null
  at timestamp with time zone not null
  ledger_taking_back_check CHECK (((posting IS NULL) = (line IS NULL)))
  ledger_taking_back_entries_check CHECK ((entries > 0))
  ledger_taking_back_reason_check CHECK ((btrim(reason) <> ''::text))
  ledger_taking_back_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES workspace.ledger_batch(id)
  ledger_taking_back_pkey PRIMARY KEY (id)
  index ledger_taking_back_batch on USING btree (batch_id)
  UNIQUE index ledger_taking_back_pkey on USING btree (id)
  application: insert, select

-- Changes of the tree: what was done to which unit, from which day, why, by whom. The id is the request's, under which the ledger's posting stands
workspace.organisation_change
  id uuid not null
  verb text not null
  unit_id integer not null
  unit_path text collate "C" not null
  others integer[] not null
  on_day date not null
  reason text not null
  told jsonb not null
  at timestamp with time zone not null
  by text not null
  organisation_change_reason_check CHECK ((btrim(reason) <> ''::text))
  organisation_change_verb_check CHECK ((verb = ANY (ARRAY['open'::text, 'close'::text, 'rename'::text, 'move'::text, 'merge'::text, 'split'::text])))
  organisation_change_pkey PRIMARY KEY (id)
  UNIQUE index organisation_change_pkey on USING btree (id)
  index organisation_change_unit on USING btree (unit_id)
  application: select

-- What came of a unit: from on_day on it stands no more, or gave a part away; under boundaries of that day or later what it recorded counts for the heir
workspace.organisation_successor
  unit_id integer not null
  successor_id integer not null
  on_day date not null
  heir boolean not null
  known_change uuid
  organisation_successor_check CHECK ((successor_id <> unit_id))
  organisation_successor_known_change_fkey FOREIGN KEY (known_change) REFERENCES workspace.organisation_change(id)
  organisation_successor_pkey PRIMARY KEY (unit_id, successor_id, on_day)
  UNIQUE index organisation_successor_heir on USING btree (unit_id) WHERE heir
  UNIQUE index organisation_successor_pkey on USING btree (unit_id, successor_id, on_day)
  index organisation_successor_successor on USING btree (successor_id)
  application: select

-- A new version with every change of the tree: what was worked out of one version may be kept as long as it stands
workspace.organisation_tree
  id smallint not null
  version uuid not null
  organisation_tree_id_check CHECK ((id = 1))
  organisation_tree_pkey PRIMARY KEY (id)
  UNIQUE index organisation_tree_pkey on USING btree (id)
  application: select

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
  known_change uuid
  organisation_unit_check CHECK ((pseudo OR (NOT placeholder)))
  organisation_unit_check1 CHECK ((parent_id <> id))
  organisation_unit_check2 CHECK ((valid_to >= valid_from))
  organisation_unit_check3 CHECK ((path ~~ (('%.u'::text || id) || '.'::text)))
  organisation_unit_code_check CHECK ((code ~ '^([a-z]{2}|[0-9]{2,6}|[0-9]{9}|[0-9]{12})$'::text))
  organisation_unit_id_check CHECK ((id > 0))
  organisation_unit_level_check CHECK (((level >= 0) AND (level <= 5)))
  organisation_unit_name_check CHECK ((name <> ''::text))
  organisation_unit_known_change_fkey FOREIGN KEY (known_change) REFERENCES workspace.organisation_change(id)
  organisation_unit_pkey PRIMARY KEY (id, valid_from)
  organisation_unit_code UNIQUE (code, valid_from)
  UNIQUE index organisation_unit_code on USING btree (code, valid_from)
  index organisation_unit_dated on USING btree (id) WHERE ((valid_to IS NOT NULL) OR (valid_from > '1900-01-01'::date))
  index organisation_unit_parent on USING btree (parent_id)
  index organisation_unit_path on USING btree (path)
  UNIQUE index organisation_unit_pkey on USING btree (id, valid_from)
  application: select

-- Rows of organisation_unit that a change replaced, as they were: the tree as it was known before
workspace.organisation_unit_past
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
  known_change uuid
  superseded_change uuid not null
  organisation_unit_past_known_change_fkey FOREIGN KEY (known_change) REFERENCES workspace.organisation_change(id)
  organisation_unit_past_superseded_change_fkey FOREIGN KEY (superseded_change) REFERENCES workspace.organisation_change(id)
  organisation_unit_past_pkey PRIMARY KEY (superseded_change, id, valid_from)
  index organisation_unit_past_path on USING btree (path)
  UNIQUE index organisation_unit_past_pkey on USING btree (superseded_change, id, valid_from)
  index organisation_unit_past_unit on USING btree (id)
  application: select

-- Indicators and funnels that a workspace made itself. A change is a new version, retiring as well; nothing is changed or removed, because receipts and links name a version
workspace.plans_definition
  what text not null
  id text collate "C" not null
  version integer not null
  definition jsonb not null
  note text not null default ''::text
  retired boolean not null default false
  made_by text not null
  made_at timestamp with time zone not null
  request_id uuid not null
  plans_definition_check CHECK (((definition ->> 'id'::text) = id))
  plans_definition_id_check CHECK ((id ~ '^[a-z][a-z0-9-]*$'::text))
  plans_definition_note_check CHECK ((char_length(note) <= 500))
  plans_definition_version_check CHECK ((version > 0))
  plans_definition_what_check CHECK ((what = ANY (ARRAY['indicator'::text, 'funnel'::text])))
  plans_definition_pkey PRIMARY KEY (id, version)
  plans_definition_request_id_key UNIQUE (request_id)
  UNIQUE index plans_definition_pkey on USING btree (id, version)
  UNIQUE index plans_definition_request_id_key on USING btree (request_id)
  application: insert, select

-- Cards that look like one person and were found to be two: not shown as likely twins any more
workspace.register_apart
  person_id uuid not null
  other_id uuid not null
  at timestamp with time zone not null
  by text not null
  register_apart_check CHECK ((person_id < other_id))
  register_apart_other_id_fkey FOREIGN KEY (other_id) REFERENCES workspace.register_person(id)
  register_apart_person_id_fkey FOREIGN KEY (person_id) REFERENCES workspace.register_person(id)
  register_apart_pkey PRIMARY KEY (person_id, other_id)
  UNIQUE index register_apart_pkey on USING btree (person_id, other_id)
  application: insert, select

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
  made_in xid8 default pg_current_xact_id()
  register_change_check CHECK (((person_id IS NULL) <> (household_id IS NULL)))
  register_change_household_id_fkey FOREIGN KEY (household_id) REFERENCES workspace.register_household(id)
  register_change_person_id_fkey FOREIGN KEY (person_id) REFERENCES workspace.register_person(id)
  register_change_pkey PRIMARY KEY (id)
  index register_change_household on USING btree (household_id, effective_on DESC) WHERE (household_id IS NOT NULL)
  index register_change_person on USING btree (person_id, effective_on DESC) WHERE (person_id IS NOT NULL)
  UNIQUE index register_change_pkey on USING btree (id)
  index register_change_renamed on USING btree (made_in) WHERE (field = 'name'::text)
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

-- Cards merged, a row each time: which was closed, which stays, why, when, by whom. A row in register_merge_undone takes it back
workspace.register_merge
  id uuid not null
  person_id uuid not null
  into_id uuid not null
  took_works boolean not null
  reason text not null
  at timestamp with time zone not null
  by text not null
  made_in xid8 default pg_current_xact_id()
  register_merge_check CHECK ((person_id <> into_id))
  register_merge_reason_check CHECK ((btrim(reason) <> ''::text))
  register_merge_into_id_fkey FOREIGN KEY (into_id) REFERENCES workspace.register_person(id)
  register_merge_person_id_fkey FOREIGN KEY (person_id) REFERENCES workspace.register_person(id)
  register_merge_pkey PRIMARY KEY (id)
  index register_merge_into on USING btree (into_id)
  index register_merge_made_in on USING btree (made_in)
  index register_merge_person on USING btree (person_id)
  UNIQUE index register_merge_pkey on USING btree (id)
  application: insert, select

-- Merges taken back: they were two persons after all
workspace.register_merge_undone
  merge_id uuid not null
  id uuid not null
  reason text not null
  at timestamp with time zone not null
  by text not null
  made_in xid8 default pg_current_xact_id()
  register_merge_undone_reason_check CHECK ((btrim(reason) <> ''::text))
  register_merge_undone_merge_id_fkey FOREIGN KEY (merge_id) REFERENCES workspace.register_merge(id)
  register_merge_undone_pkey PRIMARY KEY (merge_id)
  register_merge_undone_id_key UNIQUE (id)
  UNIQUE index register_merge_undone_id_key on USING btree (id)
  index register_merge_undone_made_in on USING btree (made_in)
  UNIQUE index register_merge_undone_pkey on USING btree (merge_id)
  application: insert, select

-- Person cards (人卡): one row a person, whatever number of sheets name her
workspace.register_person
  id uuid not null
  id_hash bytea
  id_cipher bytea
  id_mask text
  name text
  pinyin text collate "C" not null
  initials text collate "C" not null
  name_parts text[] not null
  sex text
  birth date
  phone_hash bytea
  phone_cipher bytea
  phone_mask text
  unit_id integer not null
  unit_path text collate "C" not null
  household_id uuid
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
  erased_at timestamp with time zone
  merged_into uuid
  register_person_ability_check CHECK ((ability = ANY (ARRAY['full'::text, 'partial'::text, 'none'::text, 'unknown'::text])))
  register_person_check CHECK ((((phone_hash IS NULL) = (phone_cipher IS NULL)) AND ((phone_hash IS NULL) = (phone_mask IS NULL))))
  register_person_check1 CHECK ((merged_into <> id))
  register_person_id_hash_check CHECK ((octet_length(id_hash) = 32))
  register_person_name_check CHECK ((name <> ''::text))
  register_person_phone_hash_check CHECK ((octet_length(phone_hash) = 32))
  register_person_sex_check CHECK ((sex = ANY (ARRAY['female'::text, 'male'::text])))
  register_person_whole CHECK (
CASE
    WHEN (erased_at IS NULL) THEN (num_nulls(id_hash, id_cipher, id_mask, name, sex, birth, household_id) = 0)
    ELSE ((unit_path = '~'::text) AND (num_nonnulls(id_hash, id_cipher, id_mask, name, sex, birth, household_id, phone_hash, phone_cipher, phone_mask, relation, ethnicity, education, health, income_fen, trade, helper, note, works, import_id) = 0))
END)
  register_person_wish_check CHECK ((wish = ANY (ARRAY['start-business'::text, 'work-away'::text, 'work-at-home'::text, 'none'::text, 'unknown'::text])))
  register_person_household_id_fkey FOREIGN KEY (household_id) REFERENCES workspace.register_household(id)
  register_person_import_id_fkey FOREIGN KEY (import_id) REFERENCES workspace.register_import(id)
  register_person_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES workspace.register_person(id)
  register_person_pkey PRIMARY KEY (id)
  register_person_id_hash_key UNIQUE (id_hash)
  index register_person_erased on USING btree (id) WHERE (erased_at IS NOT NULL)
  index register_person_household on USING btree (household_id)
  UNIQUE index register_person_id_hash_key on USING btree (id_hash)
  index register_person_initials on USING btree (initials, unit_path)
  index register_person_merged on USING btree (merged_into) WHERE (merged_into IS NOT NULL)
  index register_person_name_parts on USING gin (name_parts)
  index register_person_phone on USING btree (phone_hash) WHERE (phone_hash IS NOT NULL)
  index register_person_pinyin on USING btree (pinyin, unit_path)
  UNIQUE index register_person_pkey on USING btree (id)
  index register_person_place on USING btree (unit_path, id) INCLUDE (merged_into)
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

-- Consent given or withdrawn, a row each time: for what, by which text, how, when, who wrote it down. The newest of a purpose holds
workspace.rights_consent
  id uuid not null
  number bigint not null
  person_id uuid not null
  purpose text not null
  given boolean not null
  notice bytea not null
  channel text not null
  at timestamp with time zone not null
  by text not null
  note text
  rights_consent_channel_check CHECK ((channel = ANY (ARRAY['paper'::text, 'phone'::text, 'in-person'::text, 'own-account'::text])))
  rights_consent_notice_fkey FOREIGN KEY (notice) REFERENCES workspace.rights_notice(sha256)
  rights_consent_pkey PRIMARY KEY (id)
  rights_consent_number_key UNIQUE (number)
  UNIQUE index rights_consent_number_key on USING btree (number)
  index rights_consent_person on USING btree (person_id, purpose, number DESC)
  UNIQUE index rights_consent_pkey on USING btree (id)
  application: insert, select

-- The very texts that persons agreed to, by their SHA-256: kept for as long as there is a consent
workspace.rights_notice
  sha256 bytea not null
  purpose text not null
  version text not null
  language text not null
  text text not null
  rights_notice_sha256_check CHECK ((octet_length(sha256) = 32))
  rights_notice_pkey PRIMARY KEY (sha256)
  UNIQUE index rights_notice_pkey on USING btree (sha256)
  application: insert, select

-- What a person asked about the data held of her, and by when it is to be answered and carried out
workspace.rights_request
  id uuid not null
  person_id uuid not null
  kind text not null
  unit_id integer not null
  unit_path text collate "C" not null
  channel text not null
  received_at timestamp with time zone not null
  received_on date not null
  answer_by date not null
  carry_out_by date not null
  clock text not null
  filed_by text not null
  details text
  rights_request_channel_check CHECK ((channel = ANY (ARRAY['paper'::text, 'phone'::text, 'in-person'::text, 'own-account'::text])))
  rights_request_check CHECK ((carry_out_by >= answer_by))
  rights_request_kind_check CHECK ((kind = ANY (ARRAY['access'::text, 'correction'::text, 'erasure'::text])))
  rights_request_pkey PRIMARY KEY (id)
  index rights_request_due on USING btree (unit_path, carry_out_by)
  index rights_request_person on USING btree (person_id)
  UNIQUE index rights_request_pkey on USING btree (id)
  application: insert, select

-- How a request went on, dated: the newest row says where it stands. Lapsed: what else she had asked when she was erased
workspace.rights_request_state
  id uuid not null
  number bigint not null
  request_id uuid not null
  state text not null
  at timestamp with time zone not null
  by text not null
  reason text
  rights_request_state_state_check CHECK ((state = ANY (ARRAY['received'::text, 'answered'::text, 'carried-out'::text, 'refused'::text, 'lapsed'::text])))
  rights_request_state_request_id_fkey FOREIGN KEY (request_id) REFERENCES workspace.rights_request(id)
  rights_request_state_pkey PRIMARY KEY (id)
  rights_request_state_number_key UNIQUE (number)
  UNIQUE index rights_request_state_end on USING btree (request_id) WHERE (state = ANY (ARRAY['carried-out'::text, 'refused'::text, 'lapsed'::text]))
  UNIQUE index rights_request_state_number_key on USING btree (number)
  UNIQUE index rights_request_state_pkey on USING btree (id)
  index rights_request_state_request on USING btree (request_id, number DESC)
  application: insert, select

CREATE OR REPLACE FUNCTION public.accounts_administers(p_role text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select p_role in ('system-admin', 'security-admin', 'audit-admin')
$function$

CREATE OR REPLACE FUNCTION public.accounts_end_grant(p_id uuid, p_account uuid, p_workspace text, p_by text, p_at timestamp with time zone, p_today date)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if not accounts_may_grant(p_by, p_workspace, p_today) then return 'not-allowed'; end if;
  if p_by = 'account:' || p_account then return 'grant-own'; end if;
  perform 1 from accounts_account where id = p_account for update;
  if not exists (select 1 from accounts_grant where id = p_id and account_id = p_account and workspace = p_workspace) then return 'grant-not-found'; end if;
  update accounts_grant set ended_at = p_at, ended_by = p_by where id = p_id and ended_at is null;
  if found then update accounts_session set ended_at = p_at where account_id = p_account and ended_at is null; end if;
  return 'done';
end
$function$

CREATE OR REPLACE FUNCTION public.accounts_erase_member(p_schema text, p_person uuid, p_at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  hers uuid;
begin
  for hers in select distinct g.account_id from accounts_grant g join organisation_workspace w on w.slug = g.workspace where w.schema = p_schema and g.person_id = p_person loop
    update accounts_grant set ended_at = p_at, ended_by = 'erased' where account_id = hers and person_id = p_person and ended_at is null;
    -- A day more, for the calendars of those east of the database's own.
    continue when exists (select from accounts_grant where account_id = hers and ended_at is null and (valid_to is null or valid_to >= p_at::date - 1));
    update accounts_session set ended_at = coalesce(ended_at, p_at), address = '–', device = '–' where account_id = hers;
    delete from accounts_device where account_id = hers;
    delete from accounts_recovery where account_id = hers;
    update accounts_factor set secret_cipher = null, pending_cipher = null, since = null where account_id = hers;
    update accounts_link set over_at = coalesce(over_at, p_at) where account_id = hers;
    update accounts_account set user_name = 'erased ' || left(hers::text, 18), user_name_key = 'erased ' || hers::text, display_name = '–', password_hash = null,
      phone_hash = null, phone_cipher = null, blocked_at = p_at, blocked_by = 'erased', blocked_reason = null where id = hers;
  end loop;
end
$function$

CREATE OR REPLACE FUNCTION public.accounts_give_grant(p_id uuid, p_account uuid, p_workspace text, p_unit integer, p_unit_code text, p_role text, p_from date, p_to date, p_person uuid, p_by text, p_at timestamp with time zone, p_today date)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  given accounts_grant%rowtype;
begin
  if not accounts_may_grant(p_by, p_workspace, p_today) then return 'not-allowed'; end if;
  if p_by = 'account:' || p_account then return 'grant-own'; end if;
  perform 1 from accounts_account where id = p_account for update;
  if not found then return 'account-not-found'; end if;
  select * into given from accounts_grant where id = p_id;
  if found then
    if given.account_id = p_account and given.workspace = p_workspace and given.unit_id = p_unit and given.role = p_role then return 'done'; end if;
    raise exception 'the id of a grant stands for another' using errcode = 'QS409';
  end if;
  if p_from < p_today or p_to < p_from then return 'grant-dates'; end if;
  if (p_role = 'member') <> (p_person is not null) then return 'grant-person'; end if;
  if accounts_administers(p_role) and not exists (select 1 from organisation_workspace where slug = p_workspace and top_unit_id = p_unit) then return 'grant-top-only'; end if;
  if exists (select 1 from accounts_grant g where g.account_id = p_account and g.ended_at is null
      and daterange(g.valid_from, g.valid_to, '[]') && daterange(p_from, p_to, '[]')
      and ((accounts_administers(p_role) and accounts_administers(g.role) and g.role <> p_role)
        or (accounts_administers(p_role) and accounts_reads_persons(g.role)) or (accounts_reads_persons(p_role) and accounts_administers(g.role)))) then
    return 'grant-excludes';
  end if;
  if exists (select 1 from accounts_grant g where g.account_id = p_account and g.workspace = p_workspace and g.unit_id = p_unit and g.role = p_role and g.ended_at is null
      and g.person_id is not distinct from p_person and daterange(g.valid_from, g.valid_to, '[]') && daterange(p_from, p_to, '[]')) then
    return 'grant-stands';
  end if;
  insert into accounts_grant (id, account_id, workspace, unit_id, unit_code, role, valid_from, valid_to, person_id, given_by, given_at)
    values (p_id, p_account, p_workspace, p_unit, p_unit_code, p_role, p_from, p_to, p_person, p_by, p_at);
  update accounts_session set ended_at = p_at where account_id = p_account and ended_at is null;
  return 'done';
end
$function$

CREATE OR REPLACE FUNCTION public.accounts_may_grant(p_by text, p_workspace text, p_today date)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select case when p_by = 'operator:cli' then session_user = current_user else exists (
    select 1 from accounts_grant g join accounts_account a on a.id = g.account_id
    where 'account:' || g.account_id = p_by and g.workspace = p_workspace and g.role = 'security-admin' and g.ended_at is null
      and g.valid_from <= p_today and (g.valid_to is null or g.valid_to >= p_today) and a.blocked_at is null) end
$function$

CREATE OR REPLACE FUNCTION public.accounts_reads_persons(p_role text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  select p_role in ('leader', 'officer', 'worker', 'checker', 'auditor')
$function$

CREATE OR REPLACE FUNCTION public.audit_looks(p_subject uuid, p_limit integer)
 RETURNS TABLE(at timestamp with time zone, actor text, roles text[], verb text, facts jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
  with found as materialized (select * from audit_line l where l.subjects @> array[p_subject] and l.result = 'done')
  select f.at, f.actor, f.roles, f.verb, f.facts from found f order by f.id desc limit p_limit
$function$

CREATE OR REPLACE FUNCTION workspace.audit_looks(p_subject uuid, p_limit integer)
 RETURNS TABLE(at timestamp with time zone, actor text, roles text[], verb text, facts jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
  with found as materialized (select * from audit_line l where l.subjects @> array[p_subject] and l.result = 'done')
  select f.at, f.actor, f.roles, f.verb, f.facts from found f order by f.id desc limit p_limit
$function$

CREATE OR REPLACE FUNCTION public.audit_settled()
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  perform pg_advisory_xact_lock(hashtextextended('"public".audit', 0));
  return (select coalesce(max(id), 0) from audit_line);
end
$function$

CREATE OR REPLACE FUNCTION workspace.audit_settled()
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
begin
  perform pg_advisory_xact_lock(hashtextextended('"ws_test".audit', 0));
  return (select coalesce(max(id), 0) from audit_line);
end
$function$

CREATE OR REPLACE FUNCTION workspace.audit_write(p_workspace text, p_actor text, p_roles text[], p_unit_path text, p_verb text, p_subjects uuid[], p_facts jsonb, p_result text, p_address text, p_request uuid, p_repeat uuid, p_body_sha256 text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
declare
  first record;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('"ws_test".audit', 0));
  if p_repeat is not null then
    insert into audit_request (id, actor, verb, body_sha256) values (p_repeat, p_actor, p_verb, p_body_sha256) on conflict (id) do nothing;
    if not found then
      select actor, verb, body_sha256 into first from audit_request where id = p_repeat;
      if first.actor <> p_actor or first.verb <> p_verb or first.body_sha256 <> p_body_sha256 then
        raise exception 'the id of a request was used for another' using errcode = 'QS409';
      end if;
    end if;
  end if;
  insert into audit_line (at, workspace, actor, roles, unit_path, verb, subjects, facts, result, address, request_id)
    values (clock_timestamp(), p_workspace, p_actor, p_roles, p_unit_path, p_verb, p_subjects, p_facts, p_result, p_address, p_request);
end
$function$

CREATE OR REPLACE FUNCTION public.audit_write(p_workspace text, p_actor text, p_roles text[], p_unit_path text, p_verb text, p_subjects uuid[], p_facts jsonb, p_result text, p_address text, p_request uuid, p_repeat uuid, p_body_sha256 text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
  first record;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended('"public".audit', 0));
  if p_repeat is not null then
    insert into audit_request (id, actor, verb, body_sha256) values (p_repeat, p_actor, p_verb, p_body_sha256) on conflict (id) do nothing;
    if not found then
      select actor, verb, body_sha256 into first from audit_request where id = p_repeat;
      if first.actor <> p_actor or first.verb <> p_verb or first.body_sha256 <> p_body_sha256 then
        raise exception 'the id of a request was used for another' using errcode = 'QS409';
      end if;
    end if;
  end if;
  insert into audit_line (at, workspace, actor, roles, unit_path, verb, subjects, facts, result, address, request_id)
    values (clock_timestamp(), p_workspace, p_actor, p_roles, p_unit_path, p_verb, p_subjects, p_facts, p_result, p_address, p_request);
end
$function$

CREATE OR REPLACE FUNCTION workspace.care_erase(p_person uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
  update care_work_start set person_id = null, note = null where person_id = p_person
$function$

CREATE OR REPLACE FUNCTION public.is_own(id uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select id::text = current_setting('app.own', true)
$function$

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

CREATE OR REPLACE FUNCTION workspace.ledger_erase(p_type text, p_record uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
begin
  update ledger_finding f set note = null from ledger_entry e join ledger_subject s on s.id = e.subject
    where s.record_id = p_record and s.type = p_type and f.posting = e.posting and f.line = e.line and f.note is not null;
  update ledger_taking_back t set reason = '–' from ledger_entry e join ledger_subject s on s.id = e.subject
    where s.record_id = p_record and s.type = p_type and t.posting = e.posting and t.line = e.line;
  delete from ledger_subject where record_id = p_record and type = p_type;
end
$function$

CREATE OR REPLACE FUNCTION workspace.organisation_change_tree(p_id uuid, p_verb text, p_unit integer, p_path text, p_others integer[], p_day date, p_reason text, p_told jsonb, p_at timestamp with time zone, p_by text, p_gone jsonb, p_rows jsonb, p_successors jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
declare
  kept integer;
begin
  insert into organisation_change (id, verb, unit_id, unit_path, others, on_day, reason, told, at, by)
    values (p_id, p_verb, p_unit, p_path, p_others, p_day, p_reason, p_told, p_at, p_by);
  insert into organisation_unit_past (id, code, name, level, pseudo, placeholder, parent_id, path, valid_from, valid_to, known_change, superseded_change)
    select u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.parent_id, u.path, u.valid_from, u.valid_to, u.known_change, p_id
    from organisation_unit u join jsonb_to_recordset(p_gone) g (id integer, "validFrom" date) on u.id = g.id and u.valid_from = g."validFrom"
    where width_bucket(u.path, string_to_array(current_setting('app.ranges', true), ',')) % 2 <> 0;
  get diagnostics kept = row_count;
  if kept <> jsonb_array_length(p_gone) then
    raise exception 'rows of the tree are not there, or out of reach' using errcode = '42501';
  end if;
  if exists (select from jsonb_to_recordset(p_rows) r (path text) where width_bucket(r.path collate "C", string_to_array(current_setting('app.ranges', true), ',') collate "C") % 2 = 0) then
    raise exception 'out of reach' using errcode = '42501';
  end if;
  delete from organisation_unit u using jsonb_to_recordset(p_gone) g (id integer, "validFrom" date) where u.id = g.id and u.valid_from = g."validFrom";
  insert into organisation_unit (id, code, name, level, pseudo, placeholder, parent_id, path, valid_from, valid_to, known_change)
    select r.id, r.code, r.name, r.level, r.pseudo, r.placeholder, r."parentId", r.path, r."validFrom", r."validTo", p_id
    from jsonb_to_recordset(p_rows) r (id integer, code text, name text, level smallint, pseudo boolean, placeholder boolean, "parentId" integer, path text, "validFrom" date, "validTo" date);
  insert into organisation_successor (unit_id, successor_id, on_day, heir, known_change)
    select s."unitId", s."successorId", s."onDay", s.heir, p_id from jsonb_to_recordset(p_successors) s ("unitId" integer, "successorId" integer, "onDay" date, heir boolean);
  update organisation_tree set version = gen_random_uuid() where id = 1;
end
$function$

CREATE OR REPLACE FUNCTION workspace.organisation_units_named(ids integer[])
 RETURNS SETOF workspace.organisation_unit
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
  select * from organisation_unit where id = any(ids)
$function$

CREATE OR REPLACE FUNCTION public.reaches(path text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
  select path >= current_setting('app.lo', true) and path < current_setting('app.hi', true)
    and width_bucket(path, string_to_array(current_setting('app.ranges', true), ',')) % 2 <> 0
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

CREATE OR REPLACE FUNCTION workspace.register_cards(p_person uuid)
 RETURNS uuid[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
  select array_agg(c.id order by c.merged_into is not null, c.id) from register_person p join register_person c on coalesce(c.merged_into, c.id) = coalesce(p.merged_into, p.id) where p.id = p_person
$function$

CREATE OR REPLACE FUNCTION workspace.register_erase(p_person uuid, p_at timestamp with time zone, p_words text[])
 RETURNS uuid
 LANGUAGE plpgsql
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION workspace.register_erase_merges(p_cards uuid[])
 RETURNS void
 LANGUAGE sql
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
  update register_merge_undone u set reason = '–' from register_merge m where m.id = u.merge_id and (m.person_id = any(p_cards) or m.into_id = any(p_cards));
  update register_merge set reason = '–' where person_id = any(p_cards) or into_id = any(p_cards)
$function$

CREATE OR REPLACE FUNCTION workspace.register_named(parts text[], part text)
 RETURNS SETOF workspace.register_person
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
  select * from register_person p where p.name_parts @> parts and strpos(p.name, part) > 0
    and width_bucket(p.unit_path, (select string_to_array(current_setting('app.ranges', true), ','))) % 2 <> 0
$function$

CREATE OR REPLACE FUNCTION workspace.register_stirred(p_since pg_snapshot, OUT now pg_snapshot, OUT is_later boolean, OUT erased integer, OUT cards uuid[])
 RETURNS record
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
  with here as materialized (select pg_current_snapshot() as now),
  made as (
    select c.person_id as id, c.made_in from register_change c where c.field = 'name' and c.made_in >= pg_snapshot_xmin(p_since)
    union all select unnest(array[m.person_id, m.into_id]), m.made_in from register_merge m where m.made_in >= pg_snapshot_xmin(p_since)
    union all select unnest(array[m.person_id, m.into_id]), u.made_in from register_merge_undone u join register_merge m on m.id = u.merge_id where u.made_in >= pg_snapshot_xmin(p_since)),
  stirred as materialized (select distinct m.id from made m, here where m.made_in < pg_snapshot_xmax(here.now) and not pg_visible_in_snapshot(m.made_in, p_since))
  select here.now, coalesce(pg_snapshot_xmax(here.now) >= pg_snapshot_xmax(p_since) and not exists (select from pg_snapshot_xip(here.now) x where pg_visible_in_snapshot(x, p_since)), true),
    (select count(*)::int from register_person p where p.erased_at is not null),
    array(select id from stirred union select p.id from stirred s join register_person p on p.merged_into = s.id)
  from here
$function$

CREATE OR REPLACE FUNCTION workspace.register_without(body jsonb, words text[])
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION workspace.rights_erase(p_request uuid, p_by text, p_id uuid, p_at timestamp with time zone, p_words text[])
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'workspace', 'pg_temp'
AS $function$
declare
  asked rights_request;
  cards uuid[];
  card uuid;
  household uuid;
begin
  select * into asked from rights_request where id = p_request for update;
  if not found or asked.kind <> 'erasure' or asked.filed_by = p_by then
    raise exception 'an erasure needs a request, and somebody else who approves it' using errcode = '42501';
  end if;
  if exists (select from rights_request_state where request_id = p_request and state in ('carried-out', 'refused', 'lapsed')) then
    return false;
  end if;
  cards := register_cards(asked.person_id);
  foreach card in array cards loop
    household := register_erase(card, p_at, p_words);
    perform care_erase(card);
    perform ledger_erase('person', card);
    if household is not null then
      perform ledger_erase('household', household);
    end if;
    perform public.accounts_erase_member(current_schema()::text, card, p_at);
  end loop;
  perform register_erase_merges(cards);
  update rights_consent set note = null where person_id = any(cards) and note is not null;
  update rights_request set details = null where person_id = any(cards) and details is not null;
  update rights_request_state set reason = null where reason is not null and request_id in (select r.id from rights_request r where r.person_id = any(cards));
  insert into rights_request_state (id, request_id, state, at, by)
    select gen_random_uuid(), r.id, 'lapsed', p_at, p_by from rights_request r where r.person_id = any(cards) and r.id <> p_request
      and not exists (select from rights_request_state s where s.request_id = r.id and s.state in ('carried-out', 'refused', 'lapsed'));
  insert into rights_request_state (id, request_id, state, at, by) values (p_id, p_request, 'carried-out', p_at, p_by);
  return true;
end
$function$
