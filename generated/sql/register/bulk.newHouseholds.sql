-- register: newHouseholds ()
select id, unit_id as "unitId", unit_path as "unitPath", filed_on as "filedOn" from register_stage_household where is_new order by hkey;
