-- register: standingOfHash (field, hash)
select distinct p.merged_into as id from register_person p where "p"."phone_hash" = $1 and p.merged_into is not null;
