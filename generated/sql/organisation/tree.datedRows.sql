-- organisation: datedRows ()
with row as (
  select s.id, s.path, s.valid_from, s.valid_to, s.known_change, s.superseded_change from organisation_unit_special s
  union all
  select u.id, u.path, u.valid_from, u.valid_to, u.known_change, null
  from organisation_units_named((select array_agg(id) from (
    select unnest(array[c.unit_id, c.successor_id]) as id from organisation_successor c
    union select p.id from organisation_unit_special p where p.superseded_change is not null) named)) u
  where u.valid_to is null and u.valid_from = '1900-01-01'
)
select r.id, r.path, r.valid_from as "validFrom", r.valid_to as "validTo", k.number as known, s.number as superseded
from row r left join organisation_change_number k on k.id = r.known_change left join organisation_change_number s on s.id = r.superseded_change;
