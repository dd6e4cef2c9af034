-- scope: workspace
-- The newest finding of one sampled entry is asked for once a sampled entry: by the batch alone, a sample of 1,200 read 1,200 × 1,200 rows.
create index ledger_finding_entry on ledger_finding (batch_id, posting, line);
drop index ledger_finding_batch;
