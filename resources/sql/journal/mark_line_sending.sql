-- A line goes out: unknown until answered.
-- :record_key  record_uuid of its header
-- :size_code   size
-- :batch       batch
-- :sent_hash   of its values
UPDATE lines SET state = 'unknown', open_batch = :batch, sent_hash = :sent_hash
WHERE header_row = (SELECT sequence FROM rows WHERE record_key = :record_key) AND size_code = :size_code
