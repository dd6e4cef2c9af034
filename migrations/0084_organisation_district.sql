-- scope: workspace
-- Viet Nam's districts, until 2025-06-30, have codes of three digits.
alter table organisation_unit drop constraint organisation_unit_code_check;
alter table organisation_unit add constraint organisation_unit_code_check check (code ~ '^([a-z]{2}|[0-9]{2,6}|[0-9]{9}|[0-9]{12})$');
comment on column organisation_unit.code is 'Official code without padding: cn 2, 4, 6, 9, 12 digits; vn 2, 3 (districts until 2025-06-30), 5; the country''s two letters at the very top';
