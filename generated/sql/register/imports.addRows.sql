-- register: addRows (lines)
create temp table register_import_coming (like register_import_row) on commit drop;
copy register_import_coming (import_id, ordinal, sheet, row, verdict, code, marks, body) from stdin;
insert into register_import_row (import_id, ordinal, sheet, row, verdict, code, marks, body)
select import_id, ordinal, sheet, row, verdict, code, marks, body from register_import_coming;
