-- Syncline's own tables that are there: whether the version can be read, and whether all can be done that the program
-- does with the table.
SELECT UPPER(CAST(c.relname AS text)),
       CASE WHEN has_table_privilege(c.oid, 'SELECT') THEN 1 ELSE 0 END,
       CASE WHEN has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'UPDATE')
                 AND (c.relname = 'syncline_schema'
                      OR (has_table_privilege(c.oid, 'INSERT') AND has_table_privilege(c.oid, 'DELETE')))
            THEN 1 ELSE 0 END
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema()
  AND c.relname IN ('syncline_schema', 'syncline_sessions', 'syncline_leases', 'syncline_row_state')
ORDER BY c.relname
