-- register: changesOfRequest (personId, requestId)
select field from register_change where person_id = $1 and request_id = $2;
