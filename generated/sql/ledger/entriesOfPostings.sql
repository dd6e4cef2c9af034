-- ledger: entriesOfPostings (postings, after, limit)
select posting, line, kind, subject, unit_id as "unitId", unit_path as "unitPath", happened_on as "happenedOn", count, amount,
currency, facets, plan, source, refers_posting as "refersPosting", refers_line as "refersLine" from ledger_entry
  where posting = any($1::bigint[]) and (posting, line) > ($2, $3)
  order by posting, line limit $4;
