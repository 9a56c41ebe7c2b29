-- Columns of a table that must have a value, whether they get one by themselves, and columns that cannot be written.
-- :table  its quoted name with its schema
SELECT c.name,
       CASE WHEN c.is_nullable = 0 THEN 1 ELSE 0 END,
       CASE WHEN c.default_object_id <> 0 OR c.is_identity = 1 THEN 1 ELSE 0 END,
       CASE WHEN c.is_computed = 1 OR c.is_identity = 1 OR TYPE_NAME(c.system_type_id) = 'timestamp' THEN 1 ELSE 0 END
FROM sys.columns c
WHERE c.object_id = OBJECT_ID(:table)
ORDER BY c.column_id
