-- ledger: unmergeEntry (subject)
select posting, line, kind, subject, unit_id as "unitId", unit_path as "unitPath", happened_on as "happenedOn", count, amount,
currency, facets, plan, source, refers_posting as "refersPosting", refers_line as "refersLine" from ledger_entry m where m.kind = 'ledger.merged' and m.subject = $1
  and not exists (select from ledger_entry r where r.kind = 'ledger.reversed' and r.refers_posting = m.posting and r.refers_line = m.line);
