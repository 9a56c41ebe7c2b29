-- Documents without an answer, or with one that the warehouse does not have.
SELECT number, kind, customer, idempotency_key, body, sent_at FROM batches WHERE closed = 0 ORDER BY number
