-- care: startsOfRequest (requestId)
select person_id as "personId" from care_work_start where request_id = $1;
