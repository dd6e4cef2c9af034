-- rights: hasOpenRequest (cards)
select 1 from rights_request r join lateral (select state from rights_request_state where request_id = r.id order by number desc limit 1) s on true where r.person_id = any($1::uuid[]) and s.state not in ('carried-out', 'refused', 'lapsed') limit 1;
