-- The columns of a table with their types, its name, the types as declared, and whether they take NULL, in their order; no
-- row when there is no such table.
-- :table  its quoted name with its schema
SELECT c.name, TYPE_NAME(c.system_type_id), OBJECT_NAME(c.object_id),
       TYPE_NAME(c.system_type_id)
           + CASE WHEN c.max_length > 0 AND TYPE_NAME(c.system_type_id) IN ('nchar', 'nvarchar')
                  THEN CONCAT('(', c.max_length / 2, ')')
                  WHEN c.max_length > 0 AND TYPE_NAME(c.system_type_id) IN ('char', 'varchar')
                  THEN CONCAT('(', c.max_length, ')')
                  WHEN TYPE_NAME(c.system_type_id) IN ('decimal', 'numeric')
                  THEN CONCAT('(', c.precision, ',', c.scale, ')')
                  ELSE '' END,
       CAST(c.is_nullable AS int)
FROM sys.columns c
WHERE c.object_id = OBJECT_ID(:table)
ORDER BY c.column_id
