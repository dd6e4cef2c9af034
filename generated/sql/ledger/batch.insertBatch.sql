-- ledger: insertBatch (b, members)
insert into ledger_batch (id, level, unit_id, unit_path, kinds, happened_from, happened_to, frozen_at_journal, members, seed, sample_size, opened_by, opened_at, request_id)
values ($1, $2, $3, $4, $5::text[], $6, $7, $8, $9, $10,
  $11, $12, $13, $14);
copy ledger_batch_member (batch_id, posting, line, sampled) from stdin;
