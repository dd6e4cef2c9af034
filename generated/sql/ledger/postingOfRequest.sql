-- ledger: postingOfRequest (requestId)
select number, at, encode(hash, 'hex') as hash, entries, verb from ledger_journal where request_id = $1;
