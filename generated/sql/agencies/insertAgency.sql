-- agencies: insertAgency (a)
insert into agencies_agency (id, kind, unit_id, unit_path, joined_on, at, by) values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing;
