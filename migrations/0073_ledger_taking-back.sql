-- scope: workspace
create table ledger_taking_back (
  id uuid primary key,
  batch_id uuid not null references ledger_batch (id),
  posting bigint,
  line integer,
  entries integer not null check (entries > 0),
  reason text not null check (btrim(reason) <> ''),
  by text not null,
  at timestamptz not null,
  check ((posting is null) = (line is null))
);
comment on table ledger_taking_back is 'A level took the passing of a batch back, of one entry or of all: why, by whom. What was taken back stands in the ledger';
create index ledger_taking_back_batch on ledger_taking_back (batch_id);
alter table ledger_taking_back enable row level security;
create policy ledger_taking_back_reach on ledger_taking_back using (exists (select from ledger_batch b where b.id = batch_id));
grant select, insert on ledger_taking_back to :app;

-- Who counts as whom is followed from the one that stays.
create index ledger_entry_merged_into on ledger_entry (source) where kind = 'ledger.merged';
