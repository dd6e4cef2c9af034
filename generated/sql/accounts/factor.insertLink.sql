-- accounts: insertLink (l)
select expires_at as "expiresAt" from public.accounts_link where token_sha256 = $1;
