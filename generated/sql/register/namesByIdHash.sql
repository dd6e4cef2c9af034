-- register: namesByIdHash (hashes)
select encode(id_hash, 'hex') as hash, name from register_person where id_hash = any($1::bytea[]);
