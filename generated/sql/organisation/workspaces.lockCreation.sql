-- organisation: lockCreation ()
select pg_advisory_lock(hashtext('qiaoshou.workspace'));
