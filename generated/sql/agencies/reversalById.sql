-- agencies: reversalById (id)
select change_id as "changeId", reason from agencies_reversal where id = $1;
