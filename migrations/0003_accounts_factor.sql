-- scope: public
-- Accounts of administrators, second factors, one-time links, known devices (decisions/0010).
alter table accounts_account
  add column home_workspace text references organisation_workspace (slug) on delete set null,
  add column phone_hash bytea unique check (octet_length(phone_hash) = 32),
  add column phone_cipher bytea,
  add column password_at timestamptz,
  add column last_sign_in_at timestamptz,
  add column used_at timestamptz,
  add column blocked_by text,
  add column blocked_reason text check (char_length(blocked_reason) <= 300);
alter table accounts_account drop column phone;
alter table accounts_account alter column password_hash drop not null;
update accounts_account set used_at = now();
comment on column accounts_account.home_workspace is 'The workspace that made it: only its system administrator may block, reset or change it; null where only the operator may';
comment on column accounts_account.phone_hash is 'Keyed hash of the phone, by which it is found; the phone itself is sealed';
comment on column accounts_account.password_hash is 'scrypt$N$r$p$salt$hash, the last two base64url; null until the first password is set by a one-time link';
comment on column accounts_account.used_at is 'Last whole sign-in, making or unblocking: 90 days later it may no longer sign in';

alter table accounts_grant drop constraint accounts_grant_role_check;
alter table accounts_grant add constraint accounts_grant_role_check check (role in ('system-admin', 'security-admin', 'audit-admin', 'leader', 'officer', 'worker',
  'checker', 'trainer', 'finance', 'bank-clerk', 'judge', 'incubator', 'broker', 'member', 'auditor'));
alter table accounts_grant drop constraint accounts_grant_pkey;
alter table accounts_grant
  add column id uuid primary key default gen_random_uuid(),
  add column person_id uuid,
  add column given_by text,
  add column given_at timestamptz,
  add column ended_by text,
  add column ended_at timestamptz,
  add constraint accounts_grant_person_check check ((role = 'member') = (person_id is not null));
comment on column accounts_grant.person_id is 'The card of a member, who sees it and no other';
comment on column accounts_grant.ended_at is 'From then on it holds no longer, whatever its days say';
create unique index accounts_grant_standing on accounts_grant (account_id, workspace, unit_id, role, valid_from) where ended_at is null;
create index accounts_grant_workspace on accounts_grant (workspace, account_id);

alter table accounts_session
  add column id uuid not null default gen_random_uuid() unique,
  add column factor text not null default 'none' check (factor in ('none', 'due', 'enrol', 'passed')),
  add column password_due boolean not null default false;
comment on column accounts_session.factor is 'none: not asked for; due: its code is awaited; enrol: one must be set up first; passed';
comment on column accounts_session.password_due is 'A new password must be set before anything else';

-- Names that were typed are kept as a hash only: a password typed into the wrong field stands nowhere.
delete from accounts_attempt;
alter table accounts_attempt add column device_sha256 bytea check (octet_length(device_sha256) = 32);
comment on table accounts_attempt is 'Guesses, each counted before it is tried and taken back when it was right; kept a day';
comment on column accounts_attempt.user_name_key is 'What was guessed at: account:<id>, factor:<id>, or the hash of a name that nobody has';
comment on column accounts_attempt.device_sha256 is 'The known device it came from; null from all others';
create index accounts_attempt_address on accounts_attempt (address, at);

create table accounts_factor (
  account_id uuid primary key references accounts_account (id),
  secret_cipher bytea,
  since timestamptz,
  last_step bigint not null default 0,
  pending_cipher bytea,
  request_id uuid
);
comment on table accounts_factor is 'Second factor of an account: a secret shared with an authenticator (RFC 6238), sealed; null where there is none now';
comment on column accounts_factor.last_step is 'The step of the last code that was taken: no code is taken twice, nor an older one';
comment on column accounts_factor.pending_cipher is 'A secret that waits for its first code';
comment on column accounts_factor.request_id is 'The request that set it, or made the recovery codes: sent again it is answered the same';
create table accounts_recovery (
  account_id uuid not null references accounts_account (id),
  code_hash bytea not null check (octet_length(code_hash) = 32),
  primary key (account_id, code_hash)
);
comment on table accounts_recovery is 'Keyed hashes of recovery codes that were not used yet';
create table accounts_link (
  token_sha256 bytea primary key check (octet_length(token_sha256) = 32),
  account_id uuid not null references accounts_account (id),
  made_at timestamptz not null,
  made_by text not null,
  expires_at timestamptz not null,
  over_at timestamptz
);
comment on table accounts_link is 'One-time links to set a password; the token itself is known to whoever was given the link';
comment on column accounts_link.over_at is 'Used, or replaced by a newer one';
create index accounts_link_account on accounts_link (account_id) where over_at is null;
create table accounts_device (
  account_id uuid not null references accounts_account (id),
  token_sha256 bytea not null check (octet_length(token_sha256) = 32),
  last_at timestamptz not null,
  primary key (account_id, token_sha256)
);
comment on table accounts_device is 'Browsers in which an account signed in wholly before: guesses from elsewhere do not lock its owner out of them';

grant update (password_hash, password_at, last_sign_in_at, used_at, blocked_at, blocked_by, blocked_reason) on accounts_account to :app;
grant select, insert, update (secret_cipher, since, last_step, pending_cipher, request_id) on accounts_factor to :app;
grant select, insert, delete on accounts_recovery to :app;
grant select, insert, update (over_at) on accounts_link to :app;
grant select, insert, delete, update (last_at) on accounts_device to :app;
