-- Milliseconds from a customer's first batch to the end of its last.
SELECT customer, MAX(started_at + seconds * 1000) - MIN(started_at) FROM batches WHERE answered = 1 GROUP BY customer
