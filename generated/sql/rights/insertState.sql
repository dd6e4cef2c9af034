-- rights: insertState (s)
insert into rights_request_state (id, request_id, state, at, by, reason) values ($1, $2, $3, $4, $5, $6);
