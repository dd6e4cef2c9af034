-- organisation: replacedUnitRows ()
select u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.path, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo", k.number as known, s.number as superseded from organisation_unit_past u
left join organisation_change_number k on k.id = u.known_change join organisation_change_number s on s.id = u.superseded_change order by s.number, u.id, u.valid_from;
