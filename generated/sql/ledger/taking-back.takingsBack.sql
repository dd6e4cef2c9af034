-- ledger: takingsBack (batchId)
select id, batch_id as "batchId", posting, line, entries, reason, by, at from ledger_taking_back where batch_id = $1 order by at desc, id desc limit 200;
