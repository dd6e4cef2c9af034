-- rights: requestsOf (cards)
select r.id, r.person_id as "personId", r.kind, r.unit_id as "unitId", r.unit_path as "unitPath", r.channel, r.received_at as "receivedAt", r.received_on as "receivedOn",
r.answer_by as "answerBy", r.carry_out_by as "carryOutBy", r.clock, r.filed_by as "filedBy", r.details, s.state from rights_request r join lateral (select state from rights_request_state where request_id = r.id order by number desc limit 1) s on true where r.person_id = any($1::uuid[]) order by r.received_at desc, r.id;
