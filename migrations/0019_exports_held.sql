-- scope: workspace
-- What is held of one person, given to herself, is a file with a person in it too.
alter table exports_export drop constraint exports_export_what_check;
alter table exports_export add constraint exports_export_what_check check (what in ('register.persons', 'register.refusals', 'figures.people', 'ledger', 'rights.held'));
