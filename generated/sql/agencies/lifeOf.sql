-- agencies: lifeOf (agencyId)
select c.id, c.agency_id as "agencyId", c.act, c.name, c.on_day as "on", c.at, c.by, r.reason as "reversedFor"
from agencies_change c left join agencies_reversal r on r.change_id = c.id where c.agency_id = $1 order by c.on_day, c.number;
