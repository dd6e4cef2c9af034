-- register: addRows (lines)
copy register_import_row (import_id, ordinal, sheet, row, verdict, code, marks, body) from stdin;
