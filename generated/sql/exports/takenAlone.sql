-- exports: takenAlone (by, since)
select coalesce(sum(x.persons), 0)::int as persons from (
select max(t.persons) as persons from exports_taking t join exports_export e on e.id = t.export_id
where t.by = $1 and t.at > $2 and e.reason is null and not e.own group by t.export_id) x;
