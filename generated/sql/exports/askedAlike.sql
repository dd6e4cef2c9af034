-- exports: askedAlike (reach, what, unitId, sha256, by)
select e.id, e.number, e.what, e.title, e.filter, e.filter_sha256 as sha256, e.unit_id as "unitId", e.unit_path as "unitPath", e.persons, e.reason, e.asked_by as "askedBy", e.asked_at as "askedAt",
d.approved, d.by as "decidedBy", d.at as "decidedAt", d.reason as "decisionReason",
(select count(*)::int from exports_taking t where t.export_id = e.id) as takings, (select max(t.at) from exports_taking t where t.export_id = e.id) as "takenAt" from exports_export e left join exports_decision d on d.export_id = e.id
  where e.filter_sha256 = $1 and e.what = $2 and e.unit_id = $3 and e.asked_by = $4 and e.reason is not null and ("e"."unit_path" >= $5 and "e"."unit_path" < $6) order by e.asked_at desc, e.id limit 20;
