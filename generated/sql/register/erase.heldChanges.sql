-- register: heldChanges (id, householdId)
select field, before, after, effective_on as "on", at, by from register_change
where person_id = $1 or household_id = $2 order by at, effective_on;
