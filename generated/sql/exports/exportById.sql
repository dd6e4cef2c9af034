-- exports: exportById (reach, id)
select e.id, e.number, e.what, e.title, e.filter, e.filter_sha256 as sha256, e.unit_id as "unitId", e.unit_path as "unitPath", e.persons, e.reason, e.asked_by as "askedBy", e.asked_at as "askedAt",
d.approved, d.by as "decidedBy", d.at as "decidedAt", d.reason as "decisionReason",
(select count(*)::int from exports_taking t where t.export_id = e.id) as takings, (select max(t.at) from exports_taking t where t.export_id = e.id) as "takenAt" from exports_export e left join exports_decision d on d.export_id = e.id where e.id = $1 and ("e"."unit_path" >= $2 and "e"."unit_path" < $3);
