-- scope: public
-- Accounts from before they belonged to a workspace belong to the one that they work for.
update accounts_account a set home_workspace = (select min(g.workspace) from accounts_grant g where g.account_id = a.id) where a.home_workspace is null;
