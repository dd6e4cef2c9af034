-- organisation: unitRowsAfter (after, limit)
select u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.path, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo" from organisation_unit u where (u.id, u.valid_from) > ($1, $2::date) order by u.id, u.valid_from limit $3;
