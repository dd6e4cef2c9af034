-- register: closedCardsOf (ids)
select id, merged_into as "into" from register_person where merged_into = any($1::uuid[]);
