-- ledger: recentPostings (reach, limit)
select j.number::text as journal, j.at, j.verb, j.actor, seen.n as entries
from (select * from ledger_journal order by number desc limit 500) j
join lateral (select count(*)::int as n from ledger_entry_reached e where e.posting = j.posting and ("e"."unit_path" >= $1 and "e"."unit_path" < $2)) seen on seen.n > 0
order by j.number desc limit $3;
