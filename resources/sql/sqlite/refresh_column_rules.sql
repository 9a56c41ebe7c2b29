-- Columns of a table that must have a value, whether they get one by themselves, and columns that cannot be written
-- (those that SQLite computes are not among the columns of a table).
-- :table  its name
SELECT name, 1, CASE WHEN dflt_value IS NOT NULL OR (pk > 0 AND UPPER(type) = 'INTEGER') THEN 1 ELSE 0 END, 0
FROM pragma_table_info(:table)
WHERE "notnull" = 1
ORDER BY cid
