-- accounts: moveSession (tokenSha256, workspace, unitId)
update public.accounts_session set workspace = $1, unit_id = $2 where token_sha256 = $3 and ended_at is null;
