-- Nothing was allowed that is not always.
SELECT 1
