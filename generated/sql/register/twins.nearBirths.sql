-- register: nearBirths (reach, ranges)
with live as materialized (select p.id, p.pinyin || p.sex || left(p.id_mask, 4) || left(right(p.id_mask, 2), 1) as known,
    extract(year from p.birth) as y, extract(month from p.birth) as m, extract(day from p.birth) as d
  from register_person p where p.merged_into is null and ("p"."unit_path" >= $1 and "p"."unit_path" < $2)),
t as (
  select a.id as a, b.id as b from live a join live b on b.known = a.known and b.m = a.m and b.d = a.d and a.y <> b.y and a.id < b.id
  union select a.id, b.id from live a join live b on b.known = a.known and b.y = a.y and b.d = a.d and a.m <> b.m and a.id < b.id
  union select a.id, b.id from live a join live b on b.known = a.known and b.y = a.y and b.m = a.m and a.d <> b.d and a.id < b.id)
select t.a, t.b, a.id_cipher as one, b.id_cipher as other from (select * from t where not exists (select from register_apart x where x.person_id = t.a and x.other_id = t.b) order by t.a, t.b limit $3) t
join register_person a on a.id = t.a join register_person b on b.id = t.b;
