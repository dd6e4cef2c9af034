-- ledger: analyze ()
select ledger_analyze();
