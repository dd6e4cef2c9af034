-- ledger: firstPostingTells (verbs, kind)
select exists (select from ledger_entry e where e.posting = j.posting and e.kind = $1) as tells
from ledger_journal j where j.verb = any($2::text[]) order by j.number limit 1;
