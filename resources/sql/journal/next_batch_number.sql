-- One more than the highest number used.
SELECT COALESCE(MAX(number), 0) + 1 FROM batches
