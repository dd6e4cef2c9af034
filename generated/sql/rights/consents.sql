-- rights: consents (personId, purpose, at)
select given from rights_consent where person_id = $1 and purpose = $2 and at <= $3 order by number desc limit 1;
