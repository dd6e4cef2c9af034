-- register: undoMerge (m, u)
insert into register_merge_undone (merge_id, id, reason, at, by) values ($1, $2, $3, $4, $5);
update register_person p set works = null from register_person closed where p.id = $1 and closed.id = $2 and p.works = closed.works;
with recursive below (id) as (select $1::uuid union select s.person_id from below b join register_merge s on s.into_id = b.id
  where not exists (select from register_merge_undone u where u.merge_id = s.id))
update register_person p set merged_into = case when p.id = $2 then null else $3::uuid end from below b where p.id = b.id;
