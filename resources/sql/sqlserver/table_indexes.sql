-- The indexes of a table that hold all of its rows, each with its columns in their order, and whether the column is one of
-- those of which no two rows have the same; an expression is NULL. One row of NULLs when there is none, and no row when it is nothing that could have one, such as a view.
-- :table  its quoted name with its schema
SELECT i.name, c.name, CASE WHEN i.is_unique = 1 AND p.is_included_column = 0 THEN 1 ELSE 0 END
FROM sys.tables t
LEFT JOIN sys.indexes i ON i.object_id = t.object_id AND i.type IN (1, 2) AND i.is_disabled = 0 AND i.has_filter = 0
LEFT JOIN sys.index_columns p ON p.object_id = i.object_id AND p.index_id = i.index_id
LEFT JOIN sys.columns c ON c.object_id = p.object_id AND c.column_id = p.column_id
WHERE t.object_id = OBJECT_ID(:table)
ORDER BY i.index_id, p.is_included_column, p.key_ordinal
