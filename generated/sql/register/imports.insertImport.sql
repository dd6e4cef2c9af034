-- register: insertImport (i)
insert into register_import (id, file_name, bytes, state, unit_path, created_at, created_by)
values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing;
