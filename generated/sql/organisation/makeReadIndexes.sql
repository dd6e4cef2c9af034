-- organisation: makeReadIndexes ()
create index organisation_unit_path on organisation_unit (path);
create index organisation_unit_parent on organisation_unit (parent_id);
