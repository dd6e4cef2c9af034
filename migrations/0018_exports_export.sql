-- scope: workspace
-- Spreadsheets with persons in them: who asked for which, who agreed, when each was taken. Nothing is changed afterwards.
create table exports_export (
  id uuid primary key,
  number bigint generated always as identity unique,
  what text not null check (what in ('register.persons', 'register.refusals', 'figures.people', 'ledger')),
  title text not null check (char_length(title) between 1 and 200),
  filter text not null,
  filter_sha256 bytea not null check (octet_length(filter_sha256) = 32),
  unit_id integer not null,
  unit_path text collate "C" not null,
  persons integer check (persons >= 0),
  reason text check (char_length(reason) between 1 and 200),
  asked_by text not null,
  asked_at timestamptz not null
);
comment on table exports_export is 'What was asked to leave as a file: one row an export, nothing personal in it; a reason where it needs a second person';
comment on column exports_export.filter is 'Canonical JSON of what was asked; words that were searched for stand in it as a keyed hash';
comment on column exports_export.persons is 'How many persons it held when it was asked for; null where it names nobody';
create index exports_export_newest on exports_export (asked_at desc, id);
create index exports_export_same on exports_export (filter_sha256);
create table exports_decision (
  export_id uuid primary key references exports_export (id),
  unit_path text collate "C" not null,
  approved boolean not null,
  reason text check (char_length(reason) between 1 and 200),
  by text not null,
  at timestamptz not null
);
comment on table exports_decision is 'What the second person said to an export of more than 200 persons, once';
create table exports_taking (
  id uuid primary key,
  export_id uuid not null references exports_export (id),
  unit_path text collate "C" not null,
  persons integer check (persons >= 0),
  by text not null,
  at timestamptz not null
);
comment on table exports_taking is 'Each time that an export was taken, and how many persons were in the file';
create index exports_taking_export on exports_taking (export_id);
alter table exports_export enable row level security;
alter table exports_decision enable row level security;
alter table exports_taking enable row level security;
create policy exports_export_reach on exports_export using (reaches(unit_path)) with check (reaches(unit_path));
create policy exports_decision_reach on exports_decision using (reaches(unit_path)) with check (reaches(unit_path));
create policy exports_taking_reach on exports_taking using (reaches(unit_path)) with check (reaches(unit_path));
grant select, insert on exports_export, exports_decision, exports_taking to :app;
