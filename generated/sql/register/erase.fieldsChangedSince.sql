-- register: fieldsChangedSince (id, at)
select distinct field from register_change where person_id = $1 and at >= $2 order by field;
