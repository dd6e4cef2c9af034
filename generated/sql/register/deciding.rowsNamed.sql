-- register: rowsNamed (id, names)
select r.ordinal, r.sheet, r.row, r.code, r.marks, r.body from register_import_row r where r.import_id = $1 and r.sheet || '!' || r.row = any($2::text[]);
