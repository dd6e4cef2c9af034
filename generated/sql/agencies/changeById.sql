-- agencies: changeById (id)
select agency_id as "agencyId", act, name, on_day as "on" from agencies_change where id = $1;
