-- scope: workspace
-- Everybody may look at a receipt's public page, which reads it by its code as the house's own work; lists and withdrawals are the unit's.
alter table figures_receipt enable row level security;
create policy figures_receipt_reach on figures_receipt using (reaches(unit_path)) with check (reaches(unit_path));
alter table figures_receipt_withdrawal enable row level security;
create policy figures_receipt_withdrawal_reach on figures_receipt_withdrawal using (exists (select from figures_receipt r where r.code = figures_receipt_withdrawal.code));
