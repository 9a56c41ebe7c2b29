-- The warehouse has it.
-- :number  batch
UPDATE batches SET closed = 1, body = NULL WHERE number = :number
