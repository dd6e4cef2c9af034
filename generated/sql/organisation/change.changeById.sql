-- organisation: changeById (id)
select c.id, c.verb, c.unit_id as "unitId", c.on_day as "onDay", c.reason, c.told, c.at, c.by, n.number from organisation_change c join organisation_change_number n on n.id = c.id where c.id = $1;
