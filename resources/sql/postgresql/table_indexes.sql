-- The indexes of a table that hold all of its rows, each with its columns in their order, and whether the column is one of
-- those of which no two rows have the same; an expression is NULL. One row of NULLs when there is none, and no row when it is nothing that could have one, such as a view.
-- :table  its name in its own spelling
SELECT CAST(x.relname AS text), CAST(a.attname AS text),
       CASE WHEN i.indisunique AND i.indimmediate AND k.position <= i.indnkeyatts THEN 1 ELSE 0 END
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisvalid AND i.indpred IS NULL
LEFT JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
LEFT JOIN LATERAL UNNEST(CAST(i.indkey AS int2[])) WITH ORDINALITY k (number, position) ON TRUE
LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
WHERE n.nspname = current_schema()
  AND c.relname = :table
  AND c.relkind IN ('r', 'p')
ORDER BY x.relname, k.position
