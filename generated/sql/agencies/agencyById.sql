-- agencies: agencyById (reach, id)
select a.id, n.name, a.kind, a.unit_id as "unitId", a.unit_path as "unitPath", a.joined_on as "joinedOn", e.on_day as "leftOn", j.id is not null as "takenBack" from agencies_agency a
join lateral (select name from agencies_change c where c.agency_id = a.id and (c.act <> 'left' or not exists (select from agencies_reversal r where r.change_id = c.id)) order by on_day desc, number desc limit 1) n on true
left join agencies_change e on e.agency_id = a.id and e.act = 'left' and not exists (select from agencies_reversal r where r.change_id = e.id)
left join agencies_reversal j on j.change_id = a.id where a.id = $1 and ("a"."unit_path" >= $2 and "a"."unit_path" < $3);
