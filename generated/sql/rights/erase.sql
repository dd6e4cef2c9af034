-- rights: erase (e)
select rights_erase($1, $2, $3, $4::timestamptz, $5::text[]) as done;
