-- The indexes of a table that hold all of its rows, each with its columns in their order, and whether the column is one of
-- those of which no two rows have the same; an expression is NULL. One row of NULLs when there is none, and no row when it is nothing that could have one, such as a view.
-- :table  its name
SELECT i.name, c.name, i."unique"
FROM sqlite_master t
LEFT JOIN pragma_index_list(t.name) i ON i.partial = 0
LEFT JOIN pragma_index_info(i.name) c
WHERE t.type = 'table' AND t.name = :table COLLATE NOCASE
ORDER BY i.name, c.seqno
