-- audit: unsealedAfter (upto, origin)
select count(*)::int as lines, min(at) as "oldestAt" from audit_line where id > $1;
