-- scope: workspace
-- Acts and looks within a workspace. The same tables stand in public (0005).
create table audit_line (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  workspace text not null,
  actor text not null,
  roles text[] not null,
  unit_path text collate "C" not null,
  verb text not null,
  subjects uuid[] not null,
  facts jsonb not null,
  result text not null,
  address text not null,
  request_id uuid not null
);
comment on table audit_line is 'Every act and every look at personal data: one row a request, written in the transaction of what it tells of. Never changed, never deleted';
comment on column audit_line.subjects is 'Ids of the cards and households, or of the accounts, that it was about; nothing personal stands here';
comment on column audit_line.result is '"done", or the code of the refusal';
create index audit_line_at on audit_line (at);
create index audit_line_subjects on audit_line using gin (subjects);
create table audit_request (
  id uuid primary key,
  actor text not null,
  verb text not null,
  body_sha256 text not null
);
comment on table audit_request is 'Ids that callers gave their writes, with what the first arrival said: the same id with another body is refused';
create table audit_seal (
  number bigint primary key check (number > 0),
  upto bigint not null,
  lines bigint not null check (lines > 0),
  at timestamptz not null,
  digest bytea not null check (octet_length(digest) = 32),
  previous_hash bytea not null check (octet_length(previous_hash) = 32),
  hash bytea not null check (octet_length(hash) = 32)
);
comment on table audit_seal is 'Batches of audit lines, chained: which lines up to which id, their digest, the hash of the seal before';

-- Who writes holds the lock shared until commit, for no longer than this statement and COMMIT take; who seals takes it whole for a
-- moment and so knows that no line with a lower id is still to come.
create function audit_write(p_workspace text, p_actor text, p_roles text[], p_unit_path text, p_verb text, p_subjects uuid[], p_facts jsonb, p_result text,
  p_address text, p_request uuid, p_repeat uuid, p_body_sha256 text)
returns void language plpgsql security definer set search_path = :schema, pg_temp as $$
declare
  first record;
begin
  perform pg_advisory_xact_lock_shared(hashtextextended(':schema.audit', 0));
  if p_repeat is not null then
    insert into audit_request (id, actor, verb, body_sha256) values (p_repeat, p_actor, p_verb, p_body_sha256) on conflict (id) do nothing;
    if not found then
      select actor, verb, body_sha256 into first from audit_request where id = p_repeat;
      if first.actor <> p_actor or first.verb <> p_verb or first.body_sha256 <> p_body_sha256 then
        raise exception 'the id of a request was used for another' using errcode = 'QS409';
      end if;
    end if;
  end if;
  insert into audit_line (at, workspace, actor, roles, unit_path, verb, subjects, facts, result, address, request_id)
    values (clock_timestamp(), p_workspace, p_actor, p_roles, p_unit_path, p_verb, p_subjects, p_facts, p_result, p_address, p_request);
end
$$;
-- The highest id below which every line has come to stay.
create function audit_settled() returns bigint language plpgsql security definer set search_path = :schema, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(':schema.audit', 0));
  return (select coalesce(max(id), 0) from audit_line);
end
$$;
-- Who looked at one card, for those who may read the card: the log itself is for the audit administrator and the auditor.
create function audit_looks(p_subject uuid, p_limit integer)
returns table (at timestamptz, actor text, roles text[], verb text, facts jsonb) language sql stable security definer set search_path = :schema, pg_temp as $$
  select l.at, l.actor, l.roles, l.verb, l.facts from audit_line l where l.subjects @> array[p_subject] and l.result = 'done' order by l.id desc limit p_limit
$$;
alter table audit_line enable row level security;
create policy audit_line_read on audit_line for select using (current_setting('app.audits', true) = 'on');
revoke all on function audit_write(text, text, text[], text, text, uuid[], jsonb, text, text, uuid, uuid, text), audit_settled(), audit_looks(uuid, integer) from public;
grant execute on function audit_write(text, text, text[], text, text, uuid[], jsonb, text, text, uuid, uuid, text), audit_settled(), audit_looks(uuid, integer) to :app;
grant select on audit_line to :app;
grant select, insert on audit_seal to :app;
