-- A row that the answer judges although the document did not name it.
-- :batch       batch
-- :record_key  record_uuid
-- :size_code   size, empty for a header
INSERT INTO batch_rows (batch, position, alias, record_key, size_code, judged)
SELECT :batch, COALESCE(MAX(position), 0) + 1, NULL, :record_key, :size_code, 1 FROM batch_rows WHERE batch = :batch
