-- scope: workspace
alter table care_work_start enable row level security;
create policy care_work_start_reach on care_work_start using (exists (select from register_person p where p.id = person_id));
