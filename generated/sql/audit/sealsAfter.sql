-- audit: sealsAfter (number, limit)
select number, upto, lines, at, encode(digest, 'hex') as digest, encode(previous_hash, 'hex') as "previousHash", encode(hash, 'hex') as hash from audit_seal where number > $1 order by number limit $2;
