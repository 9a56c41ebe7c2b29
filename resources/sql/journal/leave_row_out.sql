-- A planned header that was not sent leaves the plan; one with lines that were judged stays.
-- :record_key  record_uuid
DELETE FROM rows
WHERE record_key = :record_key AND state = 'not_sent' AND open_batch IS NULL
  AND NOT EXISTS (SELECT 1 FROM lines WHERE lines.header_row = rows.sequence)
