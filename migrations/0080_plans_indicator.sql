-- scope: workspace
create table plans_definition (
  what text not null check (what in ('indicator', 'funnel')),
  id text collate "C" not null check (id ~ '^[a-z][a-z0-9-]*$'),
  version integer not null check (version > 0),
  definition jsonb not null check (definition->>'id' = id),
  note text not null default '' check (char_length(note) <= 500),
  retired boolean not null default false,
  made_by text not null,
  made_at timestamptz not null,
  request_id uuid not null unique,
  primary key (id, version)
);
comment on table plans_definition is 'Indicators and funnels that a workspace made itself. A change is a new version, retiring as well; nothing is changed or removed, because receipts and links name a version';
comment on column plans_definition.definition is 'As it was sent, in the language of decisions/0016';
grant select, insert on plans_definition to :app;
