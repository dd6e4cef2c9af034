-- scope: workspace
create table agencies_agency (
  id uuid primary key,
  kind text not null check (kind in ('bank', 'employment', 'science', 'agriculture', 'education', 'health', 'justice', 'government', 'enterprise', 'association', 'volunteers', 'other')),
  unit_id integer not null,
  unit_path text collate "C" not null,
  joined_on date not null,
  at timestamptz not null,
  by text not null
);
comment on table agencies_agency is 'Partner agencies beside the tree: one row an agency, at the unit beside which it works. Names and the day it left are changes';
comment on column agencies_agency.unit_path is 'Moves with the unit; ledger entries keep the path of their day';
create index agencies_agency_path on agencies_agency (unit_path);
create index agencies_agency_unit on agencies_agency (unit_id);
alter table agencies_agency enable row level security;
create policy agencies_agency_reach on agencies_agency using (reaches(unit_path)) with check (reaches(unit_path));
grant select, insert on agencies_agency to :app;
grant update (unit_id, unit_path) on agencies_agency to :app;

create table agencies_change (
  id uuid primary key,
  number bigint generated always as identity unique,
  agency_id uuid not null references agencies_agency (id),
  act text not null check (act in ('joined', 'renamed', 'left')),
  name text not null check (btrim(name) <> ''),
  on_day date not null,
  at timestamptz not null,
  by text not null
);
comment on table agencies_change is 'What became of an agency, day by day: joined, renamed, left. Never changed. The newest name up to a day is its name on that day';
comment on column agencies_change.id is 'The request''s id, under which the ledger''s posting stands where there is one';
create index agencies_change_agency on agencies_change (agency_id, on_day, number);
create unique index agencies_change_end on agencies_change (agency_id) where act = 'left';
alter table agencies_change enable row level security;
create policy agencies_change_reach on agencies_change using (exists (select from agencies_agency a where a.id = agency_id));
grant select, insert on agencies_change to :app;
