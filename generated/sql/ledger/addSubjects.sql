-- ledger: addSubjects (type, pairs)
insert into ledger_subject (id, type, record_id)
select s.id, $1, s.record_id from unnest($2::uuid[], $3::uuid[]) as s (id, record_id);
