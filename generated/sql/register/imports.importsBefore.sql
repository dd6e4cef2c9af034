-- register: importsBefore (day)
select id, state from register_import where created_at < $1;
