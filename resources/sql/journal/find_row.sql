-- Place and customer of a planned header.
-- :record_key  record_uuid
SELECT sequence, customer FROM rows WHERE record_key = :record_key
