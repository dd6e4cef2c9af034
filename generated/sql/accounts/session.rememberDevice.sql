-- accounts: rememberDevice (accountId, tokenSha256, at, keep)
insert into public.accounts_device (account_id, token_sha256, last_at) values ($1, $2, $3) on conflict (account_id, token_sha256) do update set last_at = excluded.last_at;
delete from public.accounts_device where account_id = $1 and token_sha256 in
(select token_sha256 from public.accounts_device where account_id = $2 order by last_at desc offset $3);
