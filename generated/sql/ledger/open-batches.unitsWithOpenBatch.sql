-- ledger: unitsWithOpenBatch (unitIds)
select distinct b.unit_id as id from ledger_batch b
where b.unit_id = any($1::int[]) and not exists (select from ledger_batch_closing c where c.batch_id = b.id);
