-- A line goes out: unknown until answered.
-- :record_key  record_uuid of its header
-- :size_code   size
-- :batch       batch
UPDATE lines SET state = 'unknown', open_batch = :batch
WHERE header_row = (SELECT sequence FROM rows WHERE record_key = :record_key) AND size_code = :size_code
