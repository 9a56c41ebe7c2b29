-- One row when rows of the table are found by this column without reading the whole table.
-- :table   its name
-- :column  the column
SELECT 1 FROM pragma_index_list(:table) i JOIN pragma_index_info(i.name) c
WHERE c.seqno = 0 AND c.name = :column COLLATE NOCASE
LIMIT 1
