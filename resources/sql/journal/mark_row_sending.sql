-- A header goes out: unknown until answered.
-- :record_key  record_uuid
-- :batch       batch
-- :sent_hash   of its values
UPDATE rows SET state = 'unknown', open_batch = :batch, sent_hash = :sent_hash WHERE record_key = :record_key
