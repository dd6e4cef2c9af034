-- scope: public
alter table accounts_account drop constraint accounts_account_language_check;
alter table accounts_account add constraint accounts_account_language_check check (language in ('zh-Hans', 'zh-Hant', 'vi', 'en'));
