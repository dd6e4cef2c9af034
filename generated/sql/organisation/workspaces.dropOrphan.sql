-- organisation: dropOrphan (schema)
drop schema if exists "ws_sample" cascade;
