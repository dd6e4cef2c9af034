-- register: cardsAtPaths (paths)
select path, (select count(*)::int from register_person p where p.unit_path = l.path collate "C") as persons, (select count(*)::int from register_household h where h.unit_path = l.path collate "C") as households
from unnest($1::text[]) l (path);
