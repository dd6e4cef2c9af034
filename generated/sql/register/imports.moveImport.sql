-- register: moveImport (id, from, change)
update register_import set state = coalesce($1, state), forms = coalesce($2::jsonb, forms),
  counts = coalesce($3::jsonb, counts), decided = coalesce($4::jsonb, decided), result = coalesce($5::jsonb, result),
  refusal = coalesce($6::jsonb, refusal), journal = coalesce($7::bigint, journal), finished_at = coalesce($8::timestamptz, finished_at)
where id = $9 and state = any($10::text[]);
