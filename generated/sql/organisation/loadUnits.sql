-- organisation: loadUnits (rows)
copy organisation_unit (id, code, name, level, pseudo, placeholder, parent_id, path, valid_from, valid_to) from stdin;
