-- Whether the rows of a table may be changed, and rows be added.
-- :table  its quoted name with its schema
SELECT CASE WHEN d.is_read_only = 0 THEN HAS_PERMS_BY_NAME(:table, 'OBJECT', 'UPDATE') ELSE 0 END,
       CASE WHEN d.is_read_only = 0 THEN HAS_PERMS_BY_NAME(:table, 'OBJECT', 'INSERT') ELSE 0 END
FROM sys.databases d
WHERE d.name = DB_NAME()
