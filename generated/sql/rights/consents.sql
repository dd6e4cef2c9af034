-- rights: consents (cards, purpose, at)
select given from rights_consent where person_id = any($1::uuid[]) and purpose = $2 and at <= $3 order by number desc limit 1;
