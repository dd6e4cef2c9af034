-- register: sealedField (reach, id, field)
select "p"."id_cipher" as sealed from register_person p where p.id = $1 and ("p"."unit_path" >= $2 and "p"."unit_path" < $3);
