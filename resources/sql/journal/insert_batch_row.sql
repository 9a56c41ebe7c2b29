-- A row of a document.
-- :batch       batch
-- :position    place in the document
-- :alias       its alias there
-- :record_key  record_uuid
-- :size_code   size, empty for a header
INSERT OR REPLACE INTO batch_rows (batch, position, alias, record_key, size_code)
VALUES (:batch, :position, :alias, :record_key, :size_code)
