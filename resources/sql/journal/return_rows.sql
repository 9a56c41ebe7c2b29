-- Headers of the document for which the answer has no verdict were not sent.
-- :batch  batch
UPDATE rows SET state = 'not_sent', open_batch = NULL
WHERE open_batch = :batch
  AND record_key IN (SELECT record_key FROM batch_rows WHERE batch = :batch AND size_code = '' AND judged = 0)
