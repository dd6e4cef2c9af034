-- ledger: subjectsOfRecords (type, recordIds)
select id, record_id as "recordId" from ledger_subject where type = $1 and record_id = any($2::uuid[]);
