-- audit: settled ()
select audit_settled() as id;
