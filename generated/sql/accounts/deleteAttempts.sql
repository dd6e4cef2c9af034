-- accounts: deleteAttempts (key, address, olderThan)
delete from public.accounts_attempt where (user_name_key = $1 and address = $2) or at < $3;
