-- figures: insertReceipt (r)
insert into figures_receipt (id, code, issued_at, issued_by, indicator, unit_id, unit_path, journal_number, journal_hash, members_digest, body, body_hash)
values ($1, $2, $3, $4, $5, $6, $7, $8, decode($9, 'hex'),
  decode($10, 'hex'), $11, decode($12, 'hex'));
