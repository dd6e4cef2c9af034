-- care: sameStarts (personIds, trade, startedOn)
select id, person_id as "personId" from care_work_start
where person_id = any($1::uuid[]) and trade = $2 and started_on = $3;
