-- register: heldReveals (id)
select field, reason, at, by from register_reveal where person_id = $1 order by at;
