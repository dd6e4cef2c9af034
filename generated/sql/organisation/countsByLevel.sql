-- organisation: countsByLevel (range)
select u.level, count(*)::int as count, count(*) filter (where u.pseudo)::int as pseudo from organisation_unit u
where u.path >= $1 and u.path < $2 and u.valid_to is null and not u.placeholder group by u.level order by u.level;
