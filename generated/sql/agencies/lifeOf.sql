-- agencies: lifeOf (agencyId)
select id, agency_id as "agencyId", act, name, on_day as "on", at, by from agencies_change where agency_id = $1 order by on_day, number;
