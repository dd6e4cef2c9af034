-- scope: workspace
-- As ledger_analyze, for the register's tables: how many rows, where, in which households. The rest, slower to read, is left to autovacuum.
create function register_analyze() returns void language sql security definer set search_path = :schema, pg_temp as $$
  analyze register_person (id, unit_path, household_id);
  analyze register_household (id, unit_path);
$$;
revoke all on function register_analyze() from public;
grant execute on function register_analyze() to :app;
