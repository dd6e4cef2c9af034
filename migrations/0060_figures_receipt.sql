-- scope: workspace
create table figures_receipt (
  id uuid primary key,
  code text not null unique check (code ~ '^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$'),
  issued_at timestamptz not null,
  issued_by text not null,
  indicator text not null,
  unit_id integer not null,
  unit_path text collate "C" not null,
  journal_number bigint not null,
  journal_hash bytea not null check (length(journal_hash) = 32),
  members_digest bytea not null check (length(members_digest) = 32),
  body text not null check (body like '{%'),
  body_hash bytea not null check (length(body_hash) = 32)
);
comment on table figures_receipt is 'One row a published figure, frozen: what it says (canonical JSON), its SHA-256, and the journal it was read from';
comment on column figures_receipt.id is 'The request that issued it: the same request gives the same receipt';
comment on column figures_receipt.body is 'Canonical JSON as docs/LEDGER-EXPORT.md defines it; text, so that not a byte of it changes';
create index figures_receipt_issued on figures_receipt (issued_at desc);
create table figures_receipt_withdrawal (
  code text primary key references figures_receipt (code),
  at timestamptz not null,
  by text not null,
  reason text not null check (char_length(reason) between 2 and 200),
  successor text references figures_receipt (code)
);
comment on table figures_receipt_withdrawal is 'A receipt taken back: it stays readable, struck through, with the reason and what stands in its place';
grant select, insert on figures_receipt, figures_receipt_withdrawal to :app;
