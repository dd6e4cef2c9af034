-- accounts: grantsOfUnits (workspace, unitIds, today)
select g.unit_id as "unitId", g.role, count(distinct g.account_id)::int as accounts from public.accounts_grant g
where g.workspace = $1 and g.unit_id = any($2::int[]) and g.ended_at is null and (g.valid_to is null or g.valid_to >= $3::date)
group by g.unit_id, g.role order by g.unit_id, g.role;
