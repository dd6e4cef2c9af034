-- organisation: loadSuccessors (rows)
copy organisation_successor (unit_id, successor_id, on_day, heir) from stdin;
