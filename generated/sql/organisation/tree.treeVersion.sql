-- organisation: treeVersion ()
select version from organisation_tree where id = 1;
