-- The columns of a table with their types and its name, in their order; no row when there is no such table.
-- :table  its name
SELECT name, type, arg FROM pragma_table_info(:table) ORDER BY cid
