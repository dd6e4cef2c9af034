-- ledger: passedLevelsOfEntries (entries, asOf)
select w.posting || '.' || w.line as entry, array_agg(distinct v.facets ->> 'level') as levels
from unnest($1::bigint[], $2::int[]) w (posting, line)
join ledger_entry v on v.kind = 'ledger.passed' and v.refers_posting = w.posting and v.refers_line = w.line and "v"."posting" in (select posting from ledger_journal where number <= $3)
group by 1;
