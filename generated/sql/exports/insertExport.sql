-- exports: insertExport (e, )
insert into exports_export (id, what, title, filter, filter_sha256, unit_id, unit_path, persons, own, reason, asked_by, asked_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (id) do nothing returning number;
