-- register: lockImport (id)
select 1 from register_import where id = $1 for update;
