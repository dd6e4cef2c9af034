-- scope: workspace
-- After a large posting the planner must know at once what is there; only an owner may ANALYZE, so the application asks through this.
create function ledger_analyze() returns void language sql security definer set search_path = :schema, pg_temp as $$
  analyze ledger_entry (posting, line, kind, subject, unit_path, happened_on, refers_posting, refers_line);
  analyze ledger_journal (number, posting);
  analyze ledger_subject (id, record_id);
$$;
revoke all on function ledger_analyze() from public;
grant execute on function ledger_analyze() to :app;
