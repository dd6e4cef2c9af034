-- organisation: successions ()
select s.unit_id as "unitId", s.successor_id as "successorId", s.on_day as "onDay", s.heir, k.number as known
from organisation_successor s left join organisation_change_number k on k.id = s.known_change;
