-- accounts: endSession (tokenSha256, at)
update public.accounts_session set ended_at = $1 where token_sha256 = $2 and ended_at is null;
