-- accounts: makerOfLink (tokenSha256)
select made_by as by from public.accounts_link where token_sha256 = $1;
