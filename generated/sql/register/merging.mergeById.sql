-- register: mergeById (id)
select m.id, m.person_id as "personId", m.into_id as "intoId", m.took_works as "tookWorks", m.reason, m.at, m.by, u.id as undone
from register_merge m left join register_merge_undone u on u.merge_id = m.id where m.id = $1;
