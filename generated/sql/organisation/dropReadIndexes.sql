-- organisation: dropReadIndexes ()
drop index organisation_unit_path;
drop index organisation_unit_parent;
