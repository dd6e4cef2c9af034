-- audit: newestLine ()
select coalesce(max(id), 0) as id from audit_line;
