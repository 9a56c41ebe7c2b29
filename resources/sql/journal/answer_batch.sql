-- The answer to a document.
-- :number      batch
-- :closed      1 when the warehouse has nothing to learn from it
-- :row_count   rows of the document
-- :succeeded   of them on the board
-- :failed      of them rejected or unknown
-- :attempts    requests made
-- :started_at  first request
-- :seconds     until judged
-- :complexity  points, when told
-- :error       why not every row was judged
UPDATE batches
SET answered = 1, closed = :closed, row_count = :row_count, succeeded = :succeeded, failed = :failed,
    attempts = :attempts, started_at = :started_at, seconds = :seconds, complexity = :complexity, error = :error
WHERE number = :number
