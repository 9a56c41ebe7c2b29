-- How many rows the table has, as far as that matters.
-- :maximum  so many are enough
SELECT COUNT(*) FROM (SELECT 1 FROM {table} t LIMIT :maximum)
