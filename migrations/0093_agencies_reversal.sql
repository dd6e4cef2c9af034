-- scope: workspace
-- What was recorded of an agency by mistake is taken back in the ledger; its life keeps the row and says so.
create table agencies_reversal (
  id uuid primary key,
  change_id uuid not null unique references agencies_change (id),
  reason text not null check (reason in ('mistake', 'repeated', 'withdrawn')),
  at timestamptz not null,
  by text not null
);
comment on table agencies_reversal is 'Changes of agencies that were taken back, once each, in the transaction in which the ledger reverses their entry. Never changed';
comment on column agencies_reversal.id is 'The request''s id, under which the ledger''s posting stands';
alter table agencies_reversal enable row level security;
create policy agencies_reversal_reach on agencies_reversal using (exists (select from agencies_change c where c.id = change_id));
grant select, insert on agencies_reversal to :app;

-- One that left by mistake may leave again: at most one leaving stands, which the module holds under its lock.
drop index agencies_change_end;
create index agencies_change_end on agencies_change (agency_id) where act = 'left';
