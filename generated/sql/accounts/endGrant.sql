-- accounts: endGrant (g)
select public.accounts_end_grant($1, $2, $3, $4, $5, $6) as answer;
