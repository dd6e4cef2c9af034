-- ledger: subjectsWith (kind, subjects)
select distinct subject from ledger_entry where subject = any($1::uuid[]) and kind = $2;
