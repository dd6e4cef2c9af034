-- accounts: touchSession (tokenSha256, at)
update public.accounts_session set last_seen_at = greatest(last_seen_at, $1::timestamptz) where token_sha256 = $2;
