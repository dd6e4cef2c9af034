-- register: updateCard (id, c)
update register_person set name = $1, pinyin = $2, initials = $3, name_parts = $4::text[], sex = $5, relation = $6,
ethnicity = $7, education = $8, health = $9, phone_mask = $10,
phone_hash = coalesce($11::bytea, phone_hash), phone_cipher = coalesce($12::bytea, phone_cipher),
ability = $13, wish = $14, hardships = $15::text[], income_fen = $16, trade = $17, helper = $18, note = $19,
classed_on = $20, sheet_on = $21 where id = $22;
