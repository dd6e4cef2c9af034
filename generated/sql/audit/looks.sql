-- audit: looks (subject, limit)
select at, actor, roles, verb, facts from audit_looks($1, $2);
