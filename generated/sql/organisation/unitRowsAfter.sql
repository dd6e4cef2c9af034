-- organisation: unitRowsAfter (after, limit)
select u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.path, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo", k.number as known, null as superseded from organisation_unit u left join organisation_change_number k on k.id = u.known_change
where (u.id, u.valid_from) > ($1, $2::date) order by u.id, u.valid_from limit $3;
