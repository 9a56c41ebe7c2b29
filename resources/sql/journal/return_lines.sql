-- Lines of the document for which the answer has no verdict were not sent.
-- :batch  batch
UPDATE lines SET state = 'not_sent', open_batch = NULL
WHERE open_batch = :batch
  AND (header_row, size_code) IN (
      SELECT r.sequence, b.size_code FROM batch_rows b JOIN rows r ON r.record_key = b.record_key
      WHERE b.batch = :batch AND b.size_code <> '' AND b.judged = 0)
