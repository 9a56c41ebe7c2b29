-- One row when rows of the table are found by this column without reading the whole table.
-- :table   its name in its own spelling
-- :column  the column
SELECT 1
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
WHERE n.nspname = current_schema()
  AND c.relname = :table
  AND LOWER(CAST(a.attname AS text)) = LOWER(:column)
  AND i.indisvalid AND i.indpred IS NULL
LIMIT 1
