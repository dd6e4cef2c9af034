-- scope: workspace
create table organisation_unit (
  id integer not null check (id > 0),
  code text not null check (code ~ '^([a-z]{2}|[0-9]{2}|[0-9]{4,6}|[0-9]{9}|[0-9]{12})$'),
  name text not null check (name <> ''),
  level smallint not null check (level between 0 and 5),
  pseudo boolean not null,
  placeholder boolean not null check (pseudo or not placeholder),
  parent_id integer check (parent_id <> id),
  path text collate "C" not null,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  primary key (id, valid_from),
  constraint organisation_unit_code unique (code, valid_from),
  check (path like '%.u' || id || '.')
);
comment on table organisation_unit is 'The tree of units: one row a unit and stretch of days in which its name, parent and path stayed the same';
comment on column organisation_unit.id is 'The unit''s own number, the same in all its rows; official codes are used again and are no identity';
comment on column organisation_unit.code is 'Official code without padding: cn 2, 4, 6, 9, 12 digits; vn 2, 5; the country''s two letters at the very top';
comment on column organisation_unit.level is '0 nation, 1 province, 2 city, 3 county, 4 town, 5 village';
comment on column organisation_unit.pseudo is 'No division by law (市辖区 of a municipality, development zones): never counted as a city or county';
comment on column organisation_unit.placeholder is 'Pseudo, and no place of its own: what is below it is shown as directly below its parent';
comment on column organisation_unit.path is 'cn.u1.u20.: the numbers from the root; at or below = path >= it and path < it with the last dot as a slash';
comment on column organisation_unit.valid_from is '1900-01-01 where the data does not say since when';
comment on column organisation_unit.valid_to is 'Last day; null while it stands';
create index organisation_unit_path on organisation_unit (path);
create index organisation_unit_parent on organisation_unit (parent_id);
grant select on organisation_unit to :app;
