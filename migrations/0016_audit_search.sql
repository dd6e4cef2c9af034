-- scope: workspace
-- What one account did, newest first. The same stands in public (0008).
create index audit_line_actor on audit_line (actor, at);
-- Lines of a card are found by the card and then put in order: asked for the newest first, the planner would walk the whole log backwards.
create or replace function audit_looks(p_subject uuid, p_limit integer)
returns table (at timestamptz, actor text, roles text[], verb text, facts jsonb) language sql stable security definer set search_path = :schema, pg_temp as $$
  with found as materialized (select * from audit_line l where l.subjects @> array[p_subject] and l.result = 'done')
  select f.at, f.actor, f.roles, f.verb, f.facts from found f order by f.id desc limit p_limit
$$;
