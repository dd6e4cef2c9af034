-- scope: workspace
-- Most people reach one stretch of paths, and its bounds say all of it: then a row costs two comparisons, and the list is not asked.
-- A list of 50 counts the ten thousand cards of its county.
alter policy register_person_read on register_person using (
  unit_path >= current_setting('app.lo', true) and unit_path < current_setting('app.hi', true)
  and ((select current_setting('app.single', true)) = 'on'
    or width_bucket(unit_path, (select string_to_array(current_setting('app.ranges', true), ','))) % 2 <> 0 or is_own(id)));
alter policy register_household_reach on register_household using (
  unit_path >= current_setting('app.lo', true) and unit_path < current_setting('app.hi', true)
  and ((select current_setting('app.single', true)) = 'on'
    or width_bucket(unit_path, (select string_to_array(current_setting('app.ranges', true), ','))) % 2 <> 0));
