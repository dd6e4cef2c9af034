-- rights: lockRequest (id)
select pg_advisory_xact_lock(hashtextextended('rights:' || $1, 0));
