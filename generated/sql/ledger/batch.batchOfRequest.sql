-- ledger: batchOfRequest (reach, requestId)
select b.id, b.level, b.unit_id as "unitId", b.unit_path as "unitPath", b.kinds, b.happened_from as "happenedFrom",
b.happened_to as "happenedTo", b.frozen_at_journal as "frozenAt", b.members, b.seed, b.sample_size as "sampleSize", b.opened_by as "openedBy",
b.opened_at as "openedAt", case when c.batch_id is not null then '{}' else array(select distinct j.actor
  from (select distinct m.posting from ledger_batch_member m where m.batch_id = b.id) m join ledger_journal j on j.posting = m.posting) end as recorders, f.found, f.wrong, c.outcome, c.reason, c.closed_by as "closedBy", c.closed_at as "closedAt",
coalesce((select sum(t.entries)::int from ledger_taking_back t where t.batch_id = b.id), 0) as "takenBack" from ledger_batch b left join lateral (
select count(*)::int as found, (count(*) filter (where last.wrong))::int as wrong
from (select distinct on (posting, line) wrong from ledger_finding where batch_id = b.id order by posting, line, found_at desc, id desc) last) f on true
left join ledger_batch_closing c on c.batch_id = b.id where b.request_id = $1 and ("b"."unit_path" >= $2 and "b"."unit_path" < $3);
