-- organisation: insertWorkspace (w)
insert into public.organisation_workspace
  (slug, schema, programme, programme_name, country, name, time_zone, top_unit_id, top_code, top_level, top_path, above, units_of, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
  $11, $12::jsonb, $13, $14);
