-- The answered batches.
SELECT number, kind, customer, row_count, succeeded, failed, attempts, started_at, seconds, complexity, error
FROM batches WHERE answered = 1 ORDER BY number
