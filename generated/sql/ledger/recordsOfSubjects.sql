-- ledger: recordsOfSubjects (subjects)
select id, record_id as "recordId" from ledger_subject where id = any($1::uuid[]);
