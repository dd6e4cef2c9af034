-- organisation: countsBelow (ids)
with parent as (
  select id, id as counts_for from unnest($1::int[]) as id
  union all
  select h.id, h.parent_id from organisation_unit h where h.parent_id = any($2::int[]) and h.placeholder and h.valid_to is null
)
select p.counts_for as id, u.level, count(*)::int as count, count(*) filter (where u.pseudo)::int as pseudo
from parent p join organisation_unit u on u.parent_id = p.id
where not u.placeholder and u.valid_to is null group by p.counts_for, u.level order by p.counts_for, u.level;
