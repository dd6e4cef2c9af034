-- exports: insertTaking (t)
insert into exports_taking (id, export_id, unit_path, persons, by, at) values ($1, $2, $3, $4, $5, $6);
