-- scope: workspace
create table rights_notice (
  sha256 bytea primary key check (octet_length(sha256) = 32),
  purpose text not null,
  version text not null,
  language text not null,
  text text not null
);
comment on table rights_notice is 'The very texts that persons agreed to, by their SHA-256: kept for as long as there is a consent';

create table rights_consent (
  id uuid primary key,
  number bigint generated always as identity unique,
  person_id uuid not null,
  purpose text not null,
  given boolean not null,
  notice bytea not null references rights_notice (sha256),
  channel text not null check (channel in ('paper', 'phone', 'in-person', 'own-account')),
  at timestamptz not null,
  by text not null,
  note text
);
comment on table rights_consent is 'Consent given or withdrawn, a row each time: for what, by which text, how, when, who wrote it down. The newest of a purpose holds';
create index rights_consent_person on rights_consent (person_id, purpose, number desc);

create table rights_request (
  id uuid primary key,
  person_id uuid not null,
  kind text not null check (kind in ('access', 'correction', 'erasure')),
  unit_id integer not null,
  unit_path text collate "C" not null,
  channel text not null check (channel in ('paper', 'phone', 'in-person', 'own-account')),
  received_at timestamptz not null,
  received_on date not null,
  answer_by date not null,
  carry_out_by date not null check (carry_out_by >= answer_by),
  clock text not null,
  filed_by text not null,
  details text
);
comment on table rights_request is 'What a person asked about the data held of her, and by when it is to be answered and carried out';
comment on column rights_request.clock is 'The rule that the two days come from, as `cn.erasure`';
comment on column rights_request.filed_by is 'Who wrote it down: never who approves an erasure';
create index rights_request_due on rights_request (unit_path, carry_out_by);
create index rights_request_person on rights_request (person_id);

create table rights_request_state (
  id uuid primary key,
  number bigint generated always as identity unique,
  request_id uuid not null references rights_request (id),
  state text not null check (state in ('received', 'answered', 'carried-out', 'refused', 'lapsed')),
  at timestamptz not null,
  by text not null,
  reason text
);
comment on table rights_request_state is 'How a request went on, dated: the newest row says where it stands. Lapsed: what else she had asked when she was erased';
create index rights_request_state_request on rights_request_state (request_id, number desc);
create unique index rights_request_state_end on rights_request_state (request_id) where state in ('carried-out', 'refused', 'lapsed');

-- The second wall, as on all rows that speak of persons: a consent is seen with its card, a request in its unit, both by the person herself.
alter table rights_consent enable row level security;
create policy rights_consent_reach on rights_consent using (is_own(person_id) or exists (select from register_person p where p.id = person_id));
alter table rights_request enable row level security;
create policy rights_request_reach on rights_request using (reaches(unit_path) or is_own(person_id));
alter table rights_request_state enable row level security;
create policy rights_request_state_reach on rights_request_state using (exists (select from rights_request r where r.id = request_id));

-- Erases whom a request names: card, changes, work starts, notes, and the tie to the ledger. The database asks for two people itself: who
-- approves is not who filed the request. Answers false where it was carried out already. In: the request, who approves, a new id, the time, and
-- the words that only the application can read (id number, phone).
create function rights_erase(p_request uuid, p_by text, p_id uuid, p_at timestamptz, p_words text[]) returns boolean
language plpgsql security definer set search_path = :schema, pg_temp as $$
declare
  asked rights_request;
  household uuid;
begin
  select * into asked from rights_request where id = p_request for update;
  if not found or asked.kind <> 'erasure' or asked.filed_by = p_by then
    raise exception 'an erasure needs a request, and somebody else who approves it' using errcode = '42501';
  end if;
  if exists (select from rights_request_state where request_id = p_request and state in ('carried-out', 'refused', 'lapsed')) then
    return false;
  end if;
  household := register_erase(asked.person_id, p_at, p_words);
  perform care_erase(asked.person_id);
  perform ledger_erase('person', asked.person_id);
  if household is not null then
    perform ledger_erase('household', household);
  end if;
  perform public.accounts_erase_member(current_schema()::text, asked.person_id, p_at);
  update rights_consent set note = null where person_id = asked.person_id and note is not null;
  update rights_request set details = null where person_id = asked.person_id and details is not null;
  update rights_request_state set reason = null where reason is not null and request_id in (select r.id from rights_request r where r.person_id = asked.person_id);
  insert into rights_request_state (id, request_id, state, at, by)
    select gen_random_uuid(), r.id, 'lapsed', p_at, p_by from rights_request r where r.person_id = asked.person_id and r.id <> p_request
      and not exists (select from rights_request_state s where s.request_id = r.id and s.state in ('carried-out', 'refused', 'lapsed'));
  insert into rights_request_state (id, request_id, state, at, by) values (p_id, p_request, 'carried-out', p_at, p_by);
  return true;
end
$$;
revoke all on function rights_erase(uuid, text, uuid, timestamptz, text[]) from public;
grant execute on function rights_erase(uuid, text, uuid, timestamptz, text[]) to :app;
grant select, insert on rights_notice, rights_consent, rights_request, rights_request_state to :app;
