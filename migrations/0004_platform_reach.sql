-- scope: public
-- Row security compares a row's path with the reach that a transaction was opened with: plain comparisons with settings, which a
-- btree serves also under a policy. Four ranges stand in settings of their own; where there are more, the rest is looked up in a list.
create function reaches_more(path text) returns boolean language sql stable parallel safe as $$
  select (width_bucket(path collate "C", current_setting('app.more', true)::text[] collate "C") % 2) = 1
$$;
create function reaches(path text) returns boolean language sql stable parallel safe as $$
  select (path >= current_setting('app.lo1', true) and path < current_setting('app.hi1', true))
    or (path >= current_setting('app.lo2', true) and path < current_setting('app.hi2', true))
    or (path >= current_setting('app.lo3', true) and path < current_setting('app.hi3', true))
    or (path >= current_setting('app.lo4', true) and path < current_setting('app.hi4', true))
    or (path >= current_setting('app.lo_more', true) and path < current_setting('app.hi_more', true) and reaches_more(path))
$$;
create function is_own(id uuid) returns boolean language sql stable parallel safe as $$
  select id::text = current_setting('app.own', true)
$$;
revoke all on function reaches_more(text), reaches(text), is_own(uuid) from public;
grant execute on function reaches_more(text), reaches(text), is_own(uuid) to :app;
