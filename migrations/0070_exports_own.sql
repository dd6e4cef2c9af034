-- scope: workspace
-- What one account takes without a second person adds up over a day; what is its own anyway does not count.
alter table exports_export add column own boolean not null default false;
comment on column exports_export.own is 'Rows of an import that the asker staged herself, or what is held of herself: does not count towards what she takes in a day';
create index exports_taking_by on exports_taking (by, at);
