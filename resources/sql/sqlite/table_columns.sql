-- The columns of a table, in their order; no row when there is no such table.
-- :table  its name
SELECT name, type FROM pragma_table_info(:table) ORDER BY cid
