-- figures: blocksByName (size)
select set_config('cursor_tuple_fraction', '1', true);
declare by_name no scroll cursor for
select string_agg(uuid_send(subject), ''::bytea order by place) as subjects, min(sound) filter (where place = 0) as sound, min(id::text) filter (where place = 0) as id,
  min(subject::text) filter (where place = 0) as subject
from (select subject, id, sound, n / $1 as block, n % $2 as place
  from (select n.subject, n.id, n.sound, row_number() over (order by n.sound, n.id, n.subject) - 1 as n from figures_named n) numbered) placed
group by block order by block;
fetch 32 from by_name;
