-- register: rememberForm (signature, fields, by, at)
insert into register_roster_form (signature, fields, by, at) values ($1, $2::jsonb, $3, $4)
on conflict (signature) do update set fields = excluded.fields, by = excluded.by, at = excluded.at;
