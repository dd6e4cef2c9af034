-- agencies: atWorkBeside (unitId, kind)
select a.id, n.name from agencies_agency a
join lateral (select name from agencies_change where agency_id = a.id order by on_day desc, number desc limit 1) n on true
left join agencies_change e on e.agency_id = a.id and e.act = 'left' where a.unit_id = $1 and a.kind = $2 and e.id is null;
