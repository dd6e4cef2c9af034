-- scope: workspace
-- The tree has two clocks as the ledger has (decisions/0017): `organisation_unit` is the tree as known now; rows that later knowledge
-- replaced stand in `organisation_unit_past`. Which change wrote or replaced a row, and by its posting since which journal number it is known.
create table organisation_change (
  id uuid primary key,
  verb text not null check (verb in ('open', 'close', 'rename', 'move', 'merge', 'split')),
  unit_id integer not null,
  unit_path text collate "C" not null,
  others integer[] not null,
  on_day date not null,
  reason text not null check (btrim(reason) <> ''),
  told jsonb not null,
  at timestamptz not null,
  by text not null
);
comment on table organisation_change is 'Changes of the tree: what was done to which unit, from which day, why, by whom. The id is the request''s, under which the ledger''s posting stands';
comment on column organisation_change.unit_path is 'Where the unit stood when the change was written; the change is seen by whoever reaches it';
comment on column organisation_change.others is 'Other units that it speaks of: what it was merged into, what came out of it, its new parent';
comment on column organisation_change.told is 'Names and codes before and after, as the unit''s life shows them';
create index organisation_change_unit on organisation_change (unit_id);

alter table organisation_unit add column known_change uuid references organisation_change (id);
comment on column organisation_unit.known_change is 'The change that wrote this row; null: it came with the division data';
create index organisation_unit_dated on organisation_unit (id) where valid_to is not null or valid_from > '1900-01-01';

create table organisation_unit_past (
  id integer not null,
  code text not null,
  name text not null,
  level smallint not null,
  pseudo boolean not null,
  placeholder boolean not null,
  parent_id integer,
  path text collate "C" not null,
  valid_from date not null,
  valid_to date,
  known_change uuid references organisation_change (id),
  superseded_change uuid not null references organisation_change (id),
  primary key (superseded_change, id, valid_from)
);
comment on table organisation_unit_past is 'Rows of organisation_unit that a change replaced, as they were: the tree as it was known before';
create index organisation_unit_past_path on organisation_unit_past (path);
create index organisation_unit_past_unit on organisation_unit_past (id);

create table organisation_successor (
  unit_id integer not null,
  successor_id integer not null check (successor_id <> unit_id),
  on_day date not null,
  heir boolean not null,
  known_change uuid references organisation_change (id),
  primary key (unit_id, successor_id, on_day)
);
comment on table organisation_successor is 'What came of a unit: from on_day on it stands no more, or gave a part away; under boundaries of that day or later what it recorded counts for the heir';
comment on column organisation_successor.heir is 'At most one of a unit that ended; where there is none, its records count at the nearest unit above that stands';
create unique index organisation_successor_heir on organisation_successor (unit_id) where heir;
create index organisation_successor_successor on organisation_successor (successor_id);

create table organisation_tree (
  id smallint primary key check (id = 1),
  version uuid not null
);
comment on table organisation_tree is 'A new version with every change of the tree: what was worked out of one version may be kept as long as it stands';
insert into organisation_tree (id, version) values (1, gen_random_uuid());

-- Names, paths and days of units are no secret (0012); which of them one may ask about is decided by the reach. These two views are the
-- units that do not simply stand where they stood for ever, and since which journal number each change is known.
create view organisation_change_number as
  select c.id, j.number from organisation_change c join ledger_journal j on j.request_id = c.id;
comment on view organisation_change_number is 'The journal number of each change of the tree';
create view organisation_unit_special as
  select id, level, path, code, placeholder, valid_from, valid_to, known_change, null::uuid as superseded_change from organisation_unit where valid_to is not null or valid_from > '1900-01-01'
  union all
  select id, level, path, code, placeholder, valid_from, valid_to, known_change, superseded_change from organisation_unit_past;
comment on view organisation_unit_special is 'Rows of units that opened, ended, moved or were renamed, as known now and before';

alter table organisation_change enable row level security;
create policy organisation_change_reach on organisation_change using (reaches(unit_path));
alter table organisation_unit_past enable row level security;
create policy organisation_unit_past_reach on organisation_unit_past using (reaches(path));

-- The one way to change the tree: what it replaces is kept, whoever calls it. Within the reach of the transaction alone.
create function organisation_change_tree(p_id uuid, p_verb text, p_unit integer, p_path text, p_others integer[], p_day date, p_reason text, p_told jsonb, p_at timestamptz, p_by text,
  p_gone jsonb, p_rows jsonb, p_successors jsonb)
returns void language plpgsql security definer set search_path = :schema, pg_temp as $$
declare
  kept integer;
begin
  insert into organisation_change (id, verb, unit_id, unit_path, others, on_day, reason, told, at, by)
    values (p_id, p_verb, p_unit, p_path, p_others, p_day, p_reason, p_told, p_at, p_by);
  insert into organisation_unit_past (id, code, name, level, pseudo, placeholder, parent_id, path, valid_from, valid_to, known_change, superseded_change)
    select u.id, u.code, u.name, u.level, u.pseudo, u.placeholder, u.parent_id, u.path, u.valid_from, u.valid_to, u.known_change, p_id
    from organisation_unit u join jsonb_to_recordset(p_gone) g (id integer, "validFrom" date) on u.id = g.id and u.valid_from = g."validFrom"
    where width_bucket(u.path, string_to_array(current_setting('app.ranges', true), ',')) % 2 <> 0;
  get diagnostics kept = row_count;
  if kept <> jsonb_array_length(p_gone) then
    raise exception 'rows of the tree are not there, or out of reach' using errcode = '42501';
  end if;
  if exists (select from jsonb_to_recordset(p_rows) r (path text) where width_bucket(r.path collate "C", string_to_array(current_setting('app.ranges', true), ',') collate "C") % 2 = 0) then
    raise exception 'out of reach' using errcode = '42501';
  end if;
  delete from organisation_unit u using jsonb_to_recordset(p_gone) g (id integer, "validFrom" date) where u.id = g.id and u.valid_from = g."validFrom";
  insert into organisation_unit (id, code, name, level, pseudo, placeholder, parent_id, path, valid_from, valid_to, known_change)
    select r.id, r.code, r.name, r.level, r.pseudo, r.placeholder, r."parentId", r.path, r."validFrom", r."validTo", p_id
    from jsonb_to_recordset(p_rows) r (id integer, code text, name text, level smallint, pseudo boolean, placeholder boolean, "parentId" integer, path text, "validFrom" date, "validTo" date);
  insert into organisation_successor (unit_id, successor_id, on_day, heir, known_change)
    select s."unitId", s."successorId", s."onDay", s.heir, p_id from jsonb_to_recordset(p_successors) s ("unitId" integer, "successorId" integer, "onDay" date, heir boolean);
  update organisation_tree set version = gen_random_uuid() where id = 1;
end
$$;
revoke all on function organisation_change_tree(uuid, text, integer, text, integer[], date, text, jsonb, timestamptz, text, jsonb, jsonb, jsonb) from public;
grant execute on function organisation_change_tree(uuid, text, integer, text, integer[], date, text, jsonb, timestamptz, text, jsonb, jsonb, jsonb) to :app;
grant select on organisation_change, organisation_unit_past, organisation_successor, organisation_tree, organisation_change_number, organisation_unit_special to :app;
