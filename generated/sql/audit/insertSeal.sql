-- audit: insertSeal (seal)
insert into audit_seal (number, upto, lines, at, digest, previous_hash, hash)
values ($1, $2, $3, $4, decode($5, 'hex'), decode($6, 'hex'), decode($7, 'hex')) on conflict (number) do nothing;
