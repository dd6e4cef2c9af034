-- organisation: changeNumbers ()
select id, number from organisation_change_number order by number;
