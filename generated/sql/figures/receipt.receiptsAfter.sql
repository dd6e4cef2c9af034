-- figures: receiptsAfter (after, limit)
select r.id, r.code, r.issued_at as "issuedAt", r.issued_by as "issuedBy", r.indicator, r.unit_id as "unitId", r.unit_path as "unitPath",
r.journal_number as journal, encode(r.journal_hash, 'hex') as "journalHash", encode(r.members_digest, 'hex') as "membersDigest", r.body,
encode(r.body_hash, 'hex') as "bodyHash", w.at as "withdrawnAt", w.reason, w.successor from figures_receipt r left join figures_receipt_withdrawal w on w.code = r.code where (r.issued_at, r.code) > ($1::timestamptz, $2)
  order by r.issued_at, r.code limit $3;
