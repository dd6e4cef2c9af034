-- organisation: nextUnitId ()
select greatest((select max(id) from organisation_unit), (select max(id) from organisation_unit_past)) + 1 as id;
