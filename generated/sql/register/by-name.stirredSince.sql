-- register: stirredSince (since)
select now::text as now, is_later as "isLater", erased, cards from register_stirred($1::text::pg_snapshot);
