-- accounts: accountsOfPerson (workspace, personId)
select distinct on (a.id) a.user_name as name, a.display_name as "displayName", a.phone_cipher as "phoneCipher", a.created_at as "createdAt", a.last_sign_in_at as "lastSignInAt"
from accounts_grant g join accounts_account a on a.id = g.account_id where g.workspace = $1 and g.person_id = $2 order by a.id;
