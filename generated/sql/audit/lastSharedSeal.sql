-- audit: lastSharedSeal ()
select number, upto, lines, at, encode(digest, 'hex') as digest, encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash from public.audit_seal order by number desc limit 1;
