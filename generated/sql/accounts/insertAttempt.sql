-- accounts: insertAttempt (key, address, at)
insert into public.accounts_attempt (user_name_key, address, at) values ($1, $2, $3);
