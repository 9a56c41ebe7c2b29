-- One row when rows of the table are found by this column without reading the whole table.
-- :table   its quoted name with its schema
-- :column  the column
SELECT TOP (1) 1
FROM sys.indexes i
JOIN sys.index_columns p ON p.object_id = i.object_id AND p.index_id = i.index_id AND p.key_ordinal = 1
JOIN sys.columns c ON c.object_id = p.object_id AND c.column_id = p.column_id
WHERE i.object_id = OBJECT_ID(:table) AND LOWER(c.name) = LOWER(:column)
  AND i.type IN (1, 2) AND i.is_disabled = 0 AND i.has_filter = 0
