-- figures: insertWithdrawal (w)
insert into figures_receipt_withdrawal (code, at, by, reason, successor) values ($1, $2, $3, $4, $5);
