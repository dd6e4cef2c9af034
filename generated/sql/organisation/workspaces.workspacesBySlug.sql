-- organisation: workspacesBySlug (slugs)
select slug, schema, programme, programme_name as "programmeName", country, name, time_zone as "timeZone",
top_unit_id as "topUnitId", top_code as "topCode", top_level as "topLevel", top_path as "topPath", above, units_of as "unitsOf", created_at as "createdAt" from public.organisation_workspace where slug = any($1::text[]);
