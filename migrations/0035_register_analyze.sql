-- scope: workspace
-- As ledger_analyze, for the register's tables.
create function register_analyze() returns void language sql security definer set search_path = :schema, pg_temp as $$
  analyze register_person;
  analyze register_household;
$$;
revoke all on function register_analyze() from public;
grant execute on function register_analyze() to :app;
