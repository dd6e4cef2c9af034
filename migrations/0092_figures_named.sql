-- scope: workspace
-- The persons whom the ledger counts, with the card that names them: their own or, where that was merged away, the one that stands. Read with the
-- rights and the reach of who asks. `case` or `coalesce` in one join would read every card (0074), so that it is two.
create view figures_named with (security_invoker = true) as
  select s.id as subject, p.id, p.name, p.pinyin as sound, p.unit_id, p.unit_path from ledger_subject s join register_person p on p.id = s.record_id
    where s.type = 'person' and p.merged_into is null
  union all
  select s.id, p.id, p.name, p.pinyin, p.unit_id, p.unit_path from ledger_subject s join register_person a on a.id = s.record_id join register_person p on p.id = a.merged_into
    where s.type = 'person' and a.merged_into is not null;
comment on view figures_named is 'Subject, card, name and how it sounds: for lists of the people behind a figure, in the order of names';
grant select on figures_named to :app;
