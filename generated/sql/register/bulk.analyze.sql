-- register: analyze ()
select register_analyze();
