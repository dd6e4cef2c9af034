-- accounts: openLink (accountId, now)
select expires_at as "expiresAt" from public.accounts_link where account_id = $1 and over_at is null and expires_at > $2;
