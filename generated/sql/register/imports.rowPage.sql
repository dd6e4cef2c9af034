-- register: rowPage (id, filter, code, page)
select t.total, l.body from (select count(*)::int as total from register_import_row r where r.import_id = $1 and $2 = any(r.marks)
and $3 = any(r.marks)) t
left join lateral (select r.ordinal, r.body from register_import_row r where r.import_id = $4 and $5 = any(r.marks)
and $6 = any(r.marks) order by r.ordinal limit $7 offset $8) l on true order by l.ordinal;
