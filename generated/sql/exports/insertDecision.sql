-- exports: insertDecision (d)
insert into exports_decision (export_id, unit_path, approved, reason, by, at)
values ($1, $2, $3, $4, $5, $6) on conflict (export_id) do nothing;
