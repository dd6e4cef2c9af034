-- scope: workspace
-- ledger_entry and ledger_subject have no policy: PostgreSQL takes no COPY into a table that has one; both are pseudonymous; and a subject's
-- class and latest entry are counted wherever she was. Single entries are read through this view, which shows those in reach; only what
-- counts, verifies and exports reads the table itself (test/architecture.ts names the files). No barrier: who may write SQL of his own
-- may read the table.
create view ledger_entry_reached as select * from ledger_entry
  where unit_path >= current_setting('app.lo', true) and unit_path < current_setting('app.hi', true)
    and width_bucket(unit_path, (select string_to_array(current_setting('app.ranges', true), ','))) % 2 <> 0;
comment on view ledger_entry_reached is 'The entries that the transaction''s reach holds';
grant select on ledger_entry_reached to :app;

alter table ledger_batch enable row level security;
create policy ledger_batch_reach on ledger_batch using (reaches(unit_path)) with check (reaches(unit_path));
-- A batch's members are numbers of entries and nothing else, and come by COPY: no policy. What was found, and why it was returned, is free text.
alter table ledger_finding enable row level security;
create policy ledger_finding_reach on ledger_finding using (exists (select from ledger_batch b where b.id = batch_id));
alter table ledger_batch_closing enable row level security;
create policy ledger_batch_closing_reach on ledger_batch_closing using (exists (select from ledger_batch b where b.id = batch_id));
