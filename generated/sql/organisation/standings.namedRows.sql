-- organisation: namedRows (ids)
select u.id, u.name, u.path, u.placeholder, u.valid_from as "validFrom", u.valid_to as "validTo" from organisation_units_named($1::int[]) u order by u.id, u.valid_from;
