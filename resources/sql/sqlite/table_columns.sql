-- The columns of a table with their types, its name, the types as declared, and whether they take NULL, in their order; no
-- row when there is no such table.
-- :table  its name
SELECT name, type, arg, type, 1 - "notnull" FROM pragma_table_info(:table) ORDER BY cid
