-- accounts: takeLink (tokenSha256, at)
update public.accounts_link set over_at = $1 where token_sha256 = $2 and over_at is null;
