-- register: countInReach (reach, atMost)
select count(*)::int as n from (select 1 from register_person p where ("p"."unit_path" >= $1 and "p"."unit_path" < $2) and p.merged_into is null limit $3) counted;
