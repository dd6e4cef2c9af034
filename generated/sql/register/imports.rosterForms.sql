-- register: rosterForms ()
select signature, fields from register_roster_form;
