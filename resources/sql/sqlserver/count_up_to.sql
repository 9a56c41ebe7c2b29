-- How many rows the table has, as far as that matters.
-- :maximum  so many are enough
SELECT COUNT(*) FROM (SELECT TOP (CAST(:maximum AS bigint)) 1 AS one FROM {table} t) r
