-- A header goes out: unknown until answered.
-- :record_key   record_uuid
-- :batch        batch
-- :sent_hash    of its values
-- :sent_number  order number of an item to be made
-- :sent_name    its name
-- :sent_group   id of the group that the item is in when this is done; empty: where it was
UPDATE rows
SET state = 'unknown', open_batch = :batch, sent_hash = :sent_hash, sent_number = :sent_number, sent_name = :sent_name,
    sent_group = :sent_group
WHERE record_key = :record_key
