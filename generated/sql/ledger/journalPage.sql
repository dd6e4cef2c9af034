-- ledger: journalPage (after, limit)
select number, posting, at, actor, request_id as "requestId", verb, entries, encode(entries_digest, 'hex') as "entriesDigest",
  encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash
from ledger_journal where number > $1 order by number limit $2;
