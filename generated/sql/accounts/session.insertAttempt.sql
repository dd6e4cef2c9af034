-- accounts: insertAttempt ({, address, device, at)
insert into public.accounts_attempt (user_name_key, address, at, device_sha256) values ($1, $2, $3, $4);
