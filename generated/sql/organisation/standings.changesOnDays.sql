-- organisation: changesOnDays (days, ids)
select c.on_day as "onDay", c.verb, c.at, c.by, n.number, c.unit_id || c.others as ids from organisation_change c join organisation_change_number n on n.id = c.id
where c.on_day = any($1::date[]) and (c.unit_id = any($2::int[]) or c.others && $3::int[]) order by n.number;
