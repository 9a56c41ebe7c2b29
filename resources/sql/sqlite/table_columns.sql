-- The columns of a table with their types, its name and the types as declared, in their order; no row when there is
-- no such table.
-- :table  its name
SELECT name, type, arg, type FROM pragma_table_info(:table) ORDER BY cid
