-- care: laterStarts (personIds, startedOn)
select distinct person_id as "personId" from care_work_start where person_id = any($1::uuid[]) and started_on > $2;
