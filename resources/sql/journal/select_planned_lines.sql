-- The sizes that were planned with a header.
-- :record_key  record_uuid
SELECT size_code FROM lines WHERE header_row = (SELECT sequence FROM rows WHERE record_key = :record_key)
