-- register: stageNames ()
select s.ordinal, s.name, p.name as known from register_stage s join register_person p on p.id_hash = s.id_hash where p.name <> s.name;
