-- scope: workspace
-- Destroys the tie between a record and the ledger: the entries stay, and nobody can say any more whose they are. What checkers wrote
-- beside her entries goes with it. Not for the application to call: see `rights_erase`.
create function ledger_erase(p_type text, p_record uuid) returns void language plpgsql set search_path = :schema, pg_temp as $$
begin
  update ledger_finding f set note = null from ledger_entry e join ledger_subject s on s.id = e.subject
    where s.record_id = p_record and s.type = p_type and f.posting = e.posting and f.line = e.line and f.note is not null;
  delete from ledger_subject where record_id = p_record and type = p_type;
end
$$;
revoke all on function ledger_erase(text, uuid) from public;
