-- register: replaceRows (id, rows)
delete from register_import_row where import_id = $1 and ordinal = any($2::int[]);
copy register_import_row (import_id, ordinal, sheet, row, verdict, code, marks, body) from stdin;
