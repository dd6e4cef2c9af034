-- scope: workspace
create table ledger_subject (
  id uuid primary key,
  type text not null check (type in ('person', 'household', 'venture', 'unit', 'agency')),
  record_id uuid not null,
  unique (record_id, type)
);
comment on table ledger_subject is 'The only tie between a record and the random id under which the ledger knows it; erasing a row makes the person unfindable in the ledger';

create sequence ledger_posting_seq;

create table ledger_journal (
  number bigint primary key check (number > 0),
  posting bigint not null unique,
  at timestamptz not null,
  actor text not null,
  request_id uuid not null unique,
  verb text not null,
  entries integer not null check (entries > 0),
  entries_digest bytea not null check (length(entries_digest) = 32),
  previous_hash bytea not null check (length(previous_hash) = 32),
  hash bytea not null check (length(hash) = 32)
);
comment on table ledger_journal is 'One row a posting: gapless, in order of commit, each carrying the hash of the one before';
create unique index ledger_journal_at on ledger_journal (at);

create table ledger_head (
  id smallint primary key check (id = 1),
  number bigint not null,
  at timestamptz not null,
  hash bytea not null
);
comment on table ledger_head is 'The last journal row; locked by the last statement of every posting and by nothing else';
insert into ledger_head (id, number, at, hash) values (1, 0, '-infinity', decode(repeat('00', 32), 'hex'));

create table ledger_entry (
  posting bigint not null,
  line integer not null check (line > 0),
  kind text not null,
  subject uuid not null,
  unit_id integer not null,
  unit_path text collate "C" not null,
  happened_on date not null,
  count integer not null default 1 check (count >= 0),
  amount bigint,
  currency text check (currency in ('CNY', 'VND')),
  facets jsonb not null default '{}',
  plan text,
  source uuid,
  refers_posting bigint,
  refers_line integer,
  primary key (posting, line),
  check ((amount is null) = (currency is null)),
  check ((refers_posting is null) = (refers_line is null))
);
comment on table ledger_entry is 'What happened, once each: kind, subject, where, when, how much. Never changed; a mistake is reversed by a later entry that refers to it';
create index ledger_entry_kind on ledger_entry (kind, unit_path, happened_on);
create index ledger_entry_subject on ledger_entry (subject, happened_on);
create unique index ledger_entry_reversal on ledger_entry (refers_posting, refers_line) where kind = 'ledger.reversed';
create unique index ledger_entry_passing on ledger_entry (refers_posting, refers_line, (facets ->> 'level')) where kind = 'ledger.passed';

create table ledger_batch (
  id uuid primary key,
  level text not null,
  unit_id integer not null,
  unit_path text collate "C" not null,
  kinds text[] not null check (cardinality(kinds) > 0),
  happened_from date,
  happened_to date,
  frozen_at_journal bigint not null,
  members integer not null check (members > 0),
  seed text not null,
  sample_size integer not null check (sample_size > 0),
  opened_by text not null,
  opened_at timestamptz not null,
  request_id uuid not null unique
);
comment on table ledger_batch is 'Entries put before one level for checking: frozen once, with the seed that drew its sample';

create table ledger_batch_member (
  batch_id uuid not null references ledger_batch (id),
  posting bigint not null,
  line integer not null,
  sampled integer check (sampled > 0),
  primary key (batch_id, posting, line)
);
comment on table ledger_batch_member is 'The entries of a batch, as frozen; sampled is the place in the sample, where drawn';
create index ledger_batch_member_entry on ledger_batch_member (posting, line);

create table ledger_finding (
  batch_id uuid not null references ledger_batch (id),
  posting bigint not null,
  line integer not null,
  wrong boolean not null,
  note text,
  found_by text not null,
  found_at timestamptz not null,
  id uuid primary key
);
comment on table ledger_finding is 'What the checking level found at one sampled entry; the newest of an entry holds';
create index ledger_finding_batch on ledger_finding (batch_id);

create table ledger_batch_closing (
  batch_id uuid primary key references ledger_batch (id),
  outcome text not null check (outcome in ('passed', 'returned')),
  wrong integer not null,
  reason text,
  closed_by text not null,
  closed_at timestamptz not null
);
comment on table ledger_batch_closing is 'How a batch ended: passed to stand as checked by its level, or returned with the reason';

-- The last statement before COMMIT: number, time, hash and row in one round trip, under the head's lock.
-- SECURITY DEFINER: the application may not update the head by any other way.
create function ledger_append(p_posting bigint, p_actor text, p_request uuid, p_verb text, p_entries integer, p_digest bytea)
returns table (number bigint, at timestamptz, hash bytea)
language plpgsql security definer set search_path = :schema, pg_temp as $$
declare
  head record;
  next_number bigint;
  next_at timestamptz;
  next_hash bytea;
begin
  perform pg_advisory_xact_lock(hashtextextended(':schema.ledger_append', 0));
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
$$;
revoke all on function ledger_append(bigint, text, uuid, text, integer, bytea) from public;
grant execute on function ledger_append(bigint, text, uuid, text, integer, bytea) to :app;
grant usage on sequence ledger_posting_seq to :app;
grant select, insert on ledger_subject, ledger_entry, ledger_batch, ledger_batch_member, ledger_finding, ledger_batch_closing to :app;
grant select on ledger_journal, ledger_head to :app;
