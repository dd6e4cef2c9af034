-- ledger: numbersOfRequests (requestIds)
select request_id as "requestId", number from ledger_journal where request_id = any($1::uuid[]);
