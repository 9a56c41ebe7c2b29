-- Columns of a table that must have a value, whether they get one by themselves, and columns that cannot be written.
-- :table  its name as the database has it
SELECT c.column_name,
       CASE WHEN c.is_nullable = 'NO' THEN 1 ELSE 0 END,
       CASE WHEN c.column_default IS NOT NULL OR c.is_identity = 'YES' THEN 1 ELSE 0 END,
       CASE WHEN c.is_generated = 'ALWAYS' OR c.identity_generation = 'ALWAYS' THEN 1 ELSE 0 END
FROM information_schema.columns c
WHERE c.table_schema = current_schema() AND c.table_name = :table
  AND (c.is_nullable = 'NO' OR c.is_generated = 'ALWAYS')
ORDER BY c.ordinal_position
