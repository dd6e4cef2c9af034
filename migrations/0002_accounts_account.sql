-- scope: public
create table accounts_account (
  id uuid primary key,
  user_name text not null check (user_name = btrim(user_name) and char_length(user_name) between 2 and 40),
  user_name_key text not null unique,
  phone text,
  display_name text not null check (char_length(display_name) between 1 and 60),
  password_hash text not null check (password_hash ~ '^scrypt\$'),
  language text check (language in ('zh-Hans', 'zh-Hant', 'en')),
  blocked_at timestamptz,
  created_at timestamptz not null
);
comment on table accounts_account is 'Who may sign in: one row a person, whatever number of workspaces and units she works for';
comment on column accounts_account.user_name_key is 'The user name in NFKC and lower case: what two accounts may not share';
comment on column accounts_account.password_hash is 'scrypt$N$r$p$salt$hash, the last two base64url';
create table accounts_grant (
  account_id uuid not null references accounts_account (id),
  workspace text not null references organisation_workspace (slug) on delete cascade,
  unit_id integer not null,
  unit_code text not null,
  role text not null check (role in ('leader', 'officer', 'checker')),
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  primary key (account_id, workspace, unit_id, role, valid_from)
);
comment on table accounts_grant is 'Which role an account has for which unit of which workspace, from day to day (both inclusive)';
create table accounts_session (
  token_sha256 bytea primary key check (octet_length(token_sha256) = 32),
  account_id uuid not null references accounts_account (id),
  workspace text references organisation_workspace (slug) on delete cascade,
  unit_id integer,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  ended_at timestamptz,
  address text not null,
  device text not null
);
comment on table accounts_session is 'One row a sign-in; the token itself is known to the browser only, here stands its SHA-256';
comment on column accounts_session.unit_id is 'The unit of the grant she works under in this session';
create index accounts_session_account on accounts_session (account_id) where ended_at is null;
create table accounts_attempt (
  id bigint generated always as identity primary key,
  user_name_key text not null,
  address text not null,
  at timestamptz not null
);
comment on table accounts_attempt is 'Passwords that were wrong, kept a day, so that guessing can be slowed';
create index accounts_attempt_who on accounts_attempt (user_name_key, address, at);
grant select, insert on accounts_account, accounts_session, accounts_attempt to :app;
grant update (language) on accounts_account to :app;
grant update (last_seen_at, ended_at, workspace, unit_id) on accounts_session to :app;
grant delete on accounts_attempt to :app;
grant select on accounts_grant to :app;
