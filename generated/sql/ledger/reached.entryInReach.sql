-- ledger: entryInReach (reach, ref)
select posting, line, kind, subject, unit_id as "unitId", unit_path as "unitPath", happened_on as "happenedOn", count, amount,
currency, facets, plan, source, refers_posting as "refersPosting", refers_line as "refersLine" from ledger_entry_reached where posting = $1 and line = $2 and ("unit_path" >= $3 and "unit_path" < $4);
