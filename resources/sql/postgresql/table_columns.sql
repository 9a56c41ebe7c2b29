-- The columns of a table with their types, its name and the types as declared, in their order; no row when there is no such table. Among tables
-- that differ in nothing but capitals, the one in this spelling.
-- :table  its name in any spelling
SELECT c.column_name, c.data_type, c.table_name,
       CAST(c.data_type AS text)
           || COALESCE('(' || c.character_maximum_length || ')',
                       CASE WHEN c.data_type = 'numeric' THEN '(' || c.numeric_precision || ',' || c.numeric_scale || ')' END,
                       '')
FROM information_schema.columns c
WHERE c.table_schema = current_schema()
  AND c.table_name = (SELECT t.table_name FROM information_schema.tables t
                      WHERE t.table_schema = current_schema()
                        AND LOWER(CAST(t.table_name AS text)) = LOWER(:table)
                      ORDER BY CAST(t.table_name AS text) = :table DESC, t.table_name
                      LIMIT 1)
ORDER BY c.ordinal_position
