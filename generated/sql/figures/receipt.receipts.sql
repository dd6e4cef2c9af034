-- figures: receipts (reach, filter)
select count(*)::int as n from figures_receipt r where ("r"."unit_path" >= $1 and "r"."unit_path" < $2) and r.indicator = $3;
select r.id, r.code, r.issued_at as "issuedAt", r.issued_by as "issuedBy", r.indicator, r.unit_id as "unitId", r.unit_path as "unitPath",
r.journal_number as journal, encode(r.journal_hash, 'hex') as "journalHash", encode(r.members_digest, 'hex') as "membersDigest", r.body,
encode(r.body_hash, 'hex') as "bodyHash", w.at as "withdrawnAt", w.reason, w.successor from figures_receipt r left join figures_receipt_withdrawal w on w.code = r.code where ("r"."unit_path" >= $1 and "r"."unit_path" < $2) and r.indicator = $3 order by r.issued_at desc, r.code limit $4 offset $5;
