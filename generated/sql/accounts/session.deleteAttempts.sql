-- accounts: deleteAttempts ({, address, device, olderThan)
delete from public.accounts_attempt where (user_name_key = $1 and address = $2 and device_sha256 is not distinct from $3::bytea) or at < $4;
