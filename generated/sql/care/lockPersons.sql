-- care: lockPersons (personIds)
select pg_advisory_xact_lock(hashtextextended('care:' || id, 0)) from (select id from unnest($1::text[]) with ordinality as p (id, place) order by place) x;
