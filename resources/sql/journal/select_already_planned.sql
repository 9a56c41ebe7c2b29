-- Those of some headers that are planned already.
-- :record_keys  record_uuids, a JSON list
SELECT record_key FROM rows WHERE record_key IN (SELECT value FROM json_each(:record_keys))
