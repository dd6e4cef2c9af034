-- register: replaceRows (id, rows)
delete from register_import_row where import_id = $1 and ordinal = any($2::int[]);
insert into register_import_row (import_id, ordinal, sheet, row, verdict, code, marks, body)
select $1::uuid, r.ordinal, r.sheet, r.row, r.verdict, r.code, r.marks::text[], r.body::jsonb
from unnest($2::int[], $3::text[], $4::int[], $5::text[], $6::text[],
  $7::text[], $8::text[]) as r (ordinal, sheet, row, verdict, code, marks, body);
