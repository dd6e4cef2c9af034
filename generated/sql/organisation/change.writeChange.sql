-- organisation: writeChange (plan, change, )
select organisation_change_tree($1, $2, $3, $4, $5::int[], $6::date, $7,
$8::jsonb, $9::timestamptz, $10, $11::jsonb, $12::jsonb, $13::jsonb);
