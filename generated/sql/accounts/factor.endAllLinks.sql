-- accounts: endAllLinks (at)
update public.accounts_link set over_at = $1 where over_at is null;
