-- Whether the rows of a table may be changed, and rows be added.
-- :table  its name in its own spelling
SELECT CASE WHEN r.writes AND has_any_column_privilege(c.oid, 'UPDATE') THEN 1 ELSE 0 END,
       CASE WHEN r.writes AND has_any_column_privilege(c.oid, 'INSERT') THEN 1 ELSE 0 END
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN (SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off' AS writes) r
WHERE n.nspname = current_schema() AND c.relname = :table
