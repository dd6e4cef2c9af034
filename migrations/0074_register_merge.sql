-- scope: workspace
-- One woman carded twice: one card stays, the other is closed and names it. What was done stands in dated rows; the column is what lists ask.
alter table register_person add column merged_into uuid references register_person (id) check (merged_into <> id);
comment on column register_person.merged_into is 'The standing card that this one was merged into, through however many merges; null while it stands itself';
create index register_person_merged on register_person (merged_into) where merged_into is not null;

create table register_merge (
  id uuid primary key,
  person_id uuid not null references register_person (id),
  into_id uuid not null references register_person (id),
  took_works boolean not null,
  reason text not null check (btrim(reason) <> ''),
  at timestamptz not null,
  by text not null,
  check (person_id <> into_id)
);
comment on table register_merge is 'Cards merged, a row each time: which was closed, which stays, why, when, by whom. A row in register_merge_undone takes it back';
comment on column register_merge.took_works is 'Whether the card that stays took over the trade that the other was known to work in';
create index register_merge_person on register_merge (person_id);
create index register_merge_into on register_merge (into_id);

create table register_merge_undone (
  merge_id uuid primary key references register_merge (id),
  id uuid not null unique,
  reason text not null check (btrim(reason) <> ''),
  at timestamptz not null,
  by text not null
);
comment on table register_merge_undone is 'Merges taken back: they were two persons after all';

create table register_apart (
  person_id uuid not null references register_person (id),
  other_id uuid not null references register_person (id),
  at timestamptz not null,
  by text not null,
  primary key (person_id, other_id),
  check (person_id < other_id)
);
comment on table register_apart is 'Cards that look like one person and were found to be two: not shown as likely twins any more';

-- Seen with either of the two cards.
alter table register_merge enable row level security;
create policy register_merge_reach on register_merge using (exists (select from register_person p where p.id in (person_id, into_id)));
alter table register_merge_undone enable row level security;
create policy register_merge_undone_reach on register_merge_undone using (exists (select from register_merge m where m.id = merge_id));
alter table register_apart enable row level security;
create policy register_apart_reach on register_apart using (exists (select from register_person p where p.id in (person_id, other_id)));
grant select, insert on register_merge, register_merge_undone, register_apart to :app;

-- All cards of a person: the one that stands first, then those that were merged into it. For erasure, which must know those out of reach, too.
create function register_cards(p_person uuid) returns uuid[] language sql stable set search_path = :schema, pg_temp as $$
  select array_agg(c.id order by c.merged_into is not null, c.id) from register_person p join register_person c on coalesce(c.merged_into, c.id) = coalesce(p.merged_into, p.id) where p.id = p_person
$$;
-- Why cards were merged, and taken apart, is free text: it goes with the cards.
create function register_erase_merges(p_cards uuid[]) returns void language sql set search_path = :schema, pg_temp as $$
  update register_merge_undone u set reason = '–' from register_merge m where m.id = u.merge_id and (m.person_id = any(p_cards) or m.into_id = any(p_cards));
  update register_merge set reason = '–' where person_id = any(p_cards) or into_id = any(p_cards)
$$;
revoke all on function register_cards(uuid), register_erase_merges(uuid[]) from public;
