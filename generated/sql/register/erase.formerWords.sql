-- register: formerWords (id)
select distinct unnest(array[before, after]) as word from register_change where person_id = $1 and field in ('name', 'phone');
