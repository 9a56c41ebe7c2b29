-- Names of Syncline's own tables.
SELECT c.relname
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind = 'r' AND STARTS_WITH(CAST(c.relname AS text), 'syncline_')
