-- accounts: knowsDevice (accountId, tokenSha256)
select 1 from public.accounts_device where account_id = $1 and token_sha256 = $2;
