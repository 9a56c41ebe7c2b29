-- The answer has a verdict for this row of the document.
-- :batch       batch
-- :record_key  record_uuid
-- :size_code   size, empty for a header
UPDATE batch_rows SET judged = 1 WHERE batch = :batch AND record_key = :record_key AND size_code = :size_code
