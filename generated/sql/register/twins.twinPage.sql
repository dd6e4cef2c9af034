-- register: twinPage (reach, ranges, near, page)
with live as materialized (select p.id, p.name, p.pinyin, p.sex, p.birth, p.phone_hash, p.household_id from register_person p where p.merged_into is null and ("p"."unit_path" >= $1 and "p"."unit_path" < $2)),
  found as (
    select a.id as a, b.id as b, case when a.name = b.name then 'name-birth' else 'sound-birth' end as reason from live a join live b on b.pinyin = a.pinyin and b.birth = a.birth and b.sex = a.sex and a.id < b.id
    union all select a.id, b.id, 'phone' from live a join live b on b.phone_hash = a.phone_hash and (b.pinyin = a.pinyin or (b.birth = a.birth and b.sex = a.sex)) and a.id < b.id
    union all select a.id, b.id, 'household' from live a join live b on b.household_id = a.household_id and b.pinyin = a.pinyin and a.id < b.id
    union all select n.a, n.b, 'number-near' from unnest($3::uuid[], $4::uuid[]) n (a, b)),
  t as materialized (select t.a, t.b, array_agg(distinct t.reason) as reasons from found t where not exists (select from register_apart x where x.person_id = t.a and x.other_id = t.b) group by t.a, t.b),
  page as (select * from t order by cardinality(t.reasons) desc, t.a, t.b limit $5 offset $6)
  select (select count(*)::int from t) as total, l.reasons, l.a, l.b from (select 1) one left join lateral (
    select page.reasons, json_build_object('id', a.id, 'name', a.name, 'sex', a.sex, 'birth', a.birth, 'idMask', a.id_mask,
'idCipher', encode(a.id_cipher, 'hex'), 'phoneMask', a.phone_mask, 'unitId', a.unit_id, 'householdNumber', ha.number, 'filedOn', a.filed_on) as a, json_build_object('id', b.id, 'name', b.name, 'sex', b.sex, 'birth', b.birth, 'idMask', b.id_mask,
'idCipher', encode(b.id_cipher, 'hex'), 'phoneMask', b.phone_mask, 'unitId', b.unit_id, 'householdNumber', hb.number, 'filedOn', b.filed_on) as b, page.a as first, page.b as second
    from page join register_person a on a.id = page.a join register_person b on b.id = page.b
    left join register_household ha on ha.id = a.household_id left join register_household hb on hb.id = b.household_id) l on true
  order by cardinality(l.reasons) desc, l.first, l.second;
