-- care: startsOfPerson (personId)
select trade, started_on as "startedOn", note, at, by from care_work_start where person_id = $1 order by at;
