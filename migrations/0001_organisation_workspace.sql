-- scope: public
-- One row a workspace: a federation's own schema. Written by the owner alone, as the last act of creating it, so that a
-- creation that was killed leaves no row and can be done again.
create table organisation_workspace (
  slug text primary key check (slug ~ '^[a-z][a-z0-9-]{1,30}$'),
  schema text not null unique check (schema ~ '^ws_[a-z0-9_]{2,31}$'),
  programme text not null,
  programme_name text not null,
  country text not null check (country in ('cn', 'vn')),
  name text not null,
  time_zone text not null,
  top_unit_id integer not null,
  top_code text not null,
  top_level smallint not null check (top_level between 0 and 5),
  top_path text collate "C" not null check (top_path ~ '^[a-z]{2}\.(u[0-9]+\.)+$'),
  above jsonb not null default '[]' check (jsonb_typeof(above) = 'array'),
  units_of date not null,
  created_at timestamptz not null
);
comment on table organisation_workspace is 'One federation''s deployment: which schema holds it, by which programme it works, from which unit downward';
comment on column organisation_workspace.programme is 'Stem of the file in programmes/ that it was made from';
comment on column organisation_workspace.above is 'Units above the top one, highest first: [{"code","name","level"}]; they are not loaded as rows';
comment on column organisation_workspace.units_of is 'Day of the division data that the units were loaded from';
grant select on organisation_workspace to :app;
