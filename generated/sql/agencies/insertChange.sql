-- agencies: insertChange (c)
insert into agencies_change (id, agency_id, act, name, on_day, at, by) values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing;
