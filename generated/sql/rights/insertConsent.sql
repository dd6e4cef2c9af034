-- rights: insertConsent (c, notice)
insert into rights_notice (sha256, purpose, version, language, text) values ($1, $2, $3, $4, $5) on conflict do nothing;
insert into rights_consent (id, person_id, purpose, given, notice, channel, at, by, note)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing;
