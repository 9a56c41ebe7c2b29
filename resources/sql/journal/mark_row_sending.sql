-- A header goes out: unknown until answered.
-- :record_key  record_uuid
-- :batch       batch
UPDATE rows SET state = 'unknown', open_batch = :batch WHERE record_key = :record_key
