-- register: householdByKey (key)
select h.id, h.key, h.number, h.unit_id as "unitId", h.unit_path as "unitPath", h.head_name as "headName", h.size, h.filed_on as "filedOn", h.sheet_on as "sheetOn", 0 as members from register_household h where h.key = $1;
