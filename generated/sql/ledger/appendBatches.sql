-- ledger: appendBatches (who, batches)
select nextval('ledger_posting_seq') as n;
copy ledger_entry (posting, line, kind, subject, unit_id, unit_path, happened_on, count, amount, currency, facets, plan, source, refers_posting, refers_line) from stdin;
select number, at, encode(hash, 'hex') as hash
from ledger_append($1, $2, $3, $4, $5, $6);
