-- The columns of a table with their types and its name, in their order; no row when there is no such table.
-- :table  its quoted name with its schema
SELECT c.name, TYPE_NAME(c.system_type_id), OBJECT_NAME(c.object_id)
FROM sys.columns c
WHERE c.object_id = OBJECT_ID(:table)
ORDER BY c.column_id
