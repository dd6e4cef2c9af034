-- accounts: forgetDevices (accountId)
delete from public.accounts_device where account_id = $1;
