-- scope: workspace
-- An entry may be passed by a level, taken back by it, and passed again: of the passings and returns of a level the newest holds. That nothing
-- is passed twice while it is passed is held by the batches: an entry stands in one open batch of a level at most.
drop index ledger_entry_passing;
create index ledger_entry_passing on ledger_entry (refers_posting, refers_line, (facets ->> 'level')) where kind = 'ledger.passed';
create index ledger_entry_returned on ledger_entry (refers_posting, refers_line, (facets ->> 'level')) where kind = 'ledger.returned';
create index ledger_entry_merged on ledger_entry (subject) where kind = 'ledger.merged';
