-- register: personsPlanned ()
select reltuples::float8 as n from pg_class where oid = 'register_person'::regclass;
