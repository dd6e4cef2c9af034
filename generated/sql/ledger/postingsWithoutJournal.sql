-- ledger: postingsWithoutJournal ()
select distinct posting from ledger_entry e where not exists (select 1 from ledger_journal j where j.posting = e.posting) limit 10;
