-- accounts: hasMember (workspace, personId)
select 1 from accounts_grant g where g.workspace = $1 and g.person_id = $2 and g.ended_at is null limit 1;
