-- rights: overdueCount (reach, today)
select count(*)::int as n from rights_request r join lateral (select state from rights_request_state where request_id = r.id order by number desc limit 1) s on true where ("r"."unit_path" >= $1 and "r"."unit_path" < $2)
and s.state in ('received', 'answered') and case when s.state = 'received' then r.answer_by else r.carry_out_by end < $3;
