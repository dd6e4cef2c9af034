-- register: cardsOfPerson (id)
with root as materialized (select coalesce(p.merged_into, p.id) as id from register_person p where p.id = $1)
select c.id from register_person c where c.id = (select id from root) or c.merged_into = (select id from root) order by c.merged_into is not null, c.id;
