-- register: heldImports (id)
select i.file_name as "fileName", i.created_at as at, i.created_by as by from register_import i
where i.id in (select p.import_id from register_person p where p.id = $1) or i.id in (select c.request_id from register_change c where c.person_id = $2) order by i.created_at;
