-- accounts: openSessions (accountId, createdAfter, seenAfter)
select id, device, address, created_at as "createdAt", last_seen_at as "lastSeenAt", token_sha256 as "tokenSha256" from public.accounts_session
where account_id = $1 and ended_at is null and created_at > $2 and last_seen_at > $3 and factor in ('none', 'passed') and not password_due
order by last_seen_at desc, id limit 200;
