-- register: clearRows (id)
delete from register_import_row where import_id = $1;
