-- rights: insertRequest (r, stateId)
insert into rights_request (id, person_id, kind, unit_id, unit_path, channel, received_at, received_on, answer_by, carry_out_by, clock, filed_by, details)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (id) do nothing;
insert into rights_request_state (id, request_id, state, at, by, reason) values ($1, $2, $3, $4, $5, $6);
