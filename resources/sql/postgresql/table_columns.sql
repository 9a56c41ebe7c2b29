-- The columns of a table with their types, its name, the types as declared, and whether they take NULL, in their order; no
-- row when there is no such table, view or materialized view, or none with any right to it. Among those that differ in
-- nothing but capitals, the one in this spelling. A domain counts as the type below it.
-- :table  its name in any spelling
SELECT CAST(a.attname AS text),
       CASE WHEN b.typelem <> 0 AND b.typlen = -1 THEN 'ARRAY'
            WHEN b.typnamespace = CAST('pg_catalog' AS regnamespace) THEN format_type(b.oid, NULL)
            ELSE 'USER-DEFINED' END,
       CAST(c.relname AS text),
       CASE WHEN b.typnamespace = CAST('pg_catalog' AS regnamespace)
            THEN format_type(b.oid, CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END)
            ELSE 'USER-DEFINED' END,
       CASE WHEN a.attnotnull OR (t.typtype = 'd' AND t.typnotnull) THEN 0 ELSE 1 END
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
WHERE (pg_has_role(c.relowner, 'USAGE')
       OR has_column_privilege(c.oid, a.attnum, 'SELECT, INSERT, UPDATE, REFERENCES'))
  AND c.oid = (SELECT w.oid FROM pg_catalog.pg_class w
               JOIN pg_catalog.pg_namespace n ON n.oid = w.relnamespace
               WHERE n.nspname = current_schema()
                 AND w.relkind IN ('r', 'p', 'v', 'm', 'f')
                 AND LOWER(CAST(w.relname AS text)) = LOWER(:table)
               ORDER BY CAST(w.relname AS text) = :table DESC, w.relname
               LIMIT 1)
ORDER BY a.attnum
