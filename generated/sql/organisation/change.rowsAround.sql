-- organisation: rowsAround (reach, ids, codes)
select distinct u.path from organisation_unit u where u.id = any($1::int[]) and ("u"."path" >= $2 and "u"."path" < $3);
with wanted as (
  select b.id from unnest($1::text[], $2::text[]) r (lo, hi) join organisation_unit b on b.path >= r.lo and b.path < r.hi
  union select unnest($3::int[])
  union select c.id from organisation_unit c where c.code = any($4::text[])
)
select u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.path, u.parent_id as "parentId", u.valid_from as "validFrom", u.valid_to as "validTo" from wanted w join organisation_unit u on u.id = w.id where ("u"."path" >= $5 and "u"."path" < $6) order by u.id, u.valid_from;
