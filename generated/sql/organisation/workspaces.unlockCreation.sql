-- organisation: unlockCreation ()
select pg_advisory_unlock(hashtext('qiaoshou.workspace'));
