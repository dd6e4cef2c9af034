-- rights: statesOf (requestIds)
select id, request_id as "requestId", state, at, by, reason from rights_request_state where request_id = any($1::uuid[]) order by number;
