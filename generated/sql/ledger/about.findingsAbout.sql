-- ledger: findingsAbout (subject)
select f.wrong, f.note, f.found_at as at, f.found_by as by from ledger_finding f
join ledger_entry e on e.posting = f.posting and e.line = f.line where e.subject = $1 order by f.found_at;
