-- scope: workspace
-- As 0065; why a level took back the passing of one of her entries is free text, too.
create or replace function ledger_erase(p_type text, p_record uuid) returns void language plpgsql set search_path = :schema, pg_temp as $$
begin
  update ledger_finding f set note = null from ledger_entry e join ledger_subject s on s.id = e.subject
    where s.record_id = p_record and s.type = p_type and f.posting = e.posting and f.line = e.line and f.note is not null;
  update ledger_taking_back t set reason = '–' from ledger_entry e join ledger_subject s on s.id = e.subject
    where s.record_id = p_record and s.type = p_type and t.posting = e.posting and t.line = e.line;
  delete from ledger_subject where record_id = p_record and type = p_type;
end
$$;
revoke all on function ledger_erase(text, uuid) from public;

-- As 0067, for every card of the person: the one that stands and those that were merged into it. In the ledger they go on counting as one.
create or replace function rights_erase(p_request uuid, p_by text, p_id uuid, p_at timestamptz, p_words text[]) returns boolean
language plpgsql security definer set search_path = :schema, pg_temp as $$
declare
  asked rights_request;
  cards uuid[];
  card uuid;
  household uuid;
begin
  select * into asked from rights_request where id = p_request for update;
  if not found or asked.kind <> 'erasure' or asked.filed_by = p_by then
    raise exception 'an erasure needs a request, and somebody else who approves it' using errcode = '42501';
  end if;
  if exists (select from rights_request_state where request_id = p_request and state in ('carried-out', 'refused', 'lapsed')) then
    return false;
  end if;
  cards := register_cards(asked.person_id);
  foreach card in array cards loop
    household := register_erase(card, p_at, p_words);
    perform care_erase(card);
    perform ledger_erase('person', card);
    if household is not null then
      perform ledger_erase('household', household);
    end if;
    perform public.accounts_erase_member(current_schema()::text, card, p_at);
  end loop;
  perform register_erase_merges(cards);
  update rights_consent set note = null where person_id = any(cards) and note is not null;
  update rights_request set details = null where person_id = any(cards) and details is not null;
  update rights_request_state set reason = null where reason is not null and request_id in (select r.id from rights_request r where r.person_id = any(cards));
  insert into rights_request_state (id, request_id, state, at, by)
    select gen_random_uuid(), r.id, 'lapsed', p_at, p_by from rights_request r where r.person_id = any(cards) and r.id <> p_request
      and not exists (select from rights_request_state s where s.request_id = r.id and s.state in ('carried-out', 'refused', 'lapsed'));
  insert into rights_request_state (id, request_id, state, at, by) values (p_id, p_request, 'carried-out', p_at, p_by);
  return true;
end
$$;
revoke all on function rights_erase(uuid, text, uuid, timestamptz, text[]) from public;
grant execute on function rights_erase(uuid, text, uuid, timestamptz, text[]) to :app;
