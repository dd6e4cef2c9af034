-- scope: workspace
create table care_work_start (
  id uuid primary key,
  person_id uuid not null references register_person (id),
  trade text not null check (trade in ('handicraft', 'domestic-service', 'e-commerce', 'farming', 'other')),
  started_on date not null,
  note text,
  request_id uuid not null,
  at timestamptz not null,
  by text not null
);
comment on table care_work_start is 'Starts of work as recorded; the ledger entry of each names it as its source. Never changed: a mistake is reversed in the ledger';
create index care_work_start_person on care_work_start (person_id, started_on);
grant select, insert on care_work_start to :app;
