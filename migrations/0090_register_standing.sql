-- scope: workspace
-- A list counts the cards of its county that stand: the index says which were merged away, so that no card is read for it.
drop index register_person_place;
create index register_person_place on register_person (unit_path, id) include (merged_into);
