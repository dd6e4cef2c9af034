-- agencies: moveAgencies (moves)
update agencies_agency a set unit_id = m.unit_id, unit_path = m.unit_path
from unnest($1::text[], $2::int[], $3::text[]) m (from_path, unit_id, unit_path)
where a.unit_path = m.from_path collate "C";
