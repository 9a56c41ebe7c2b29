-- These headers belong to rows of the source.
-- :keys  identities in the spelling of refresh_key, a JSON list
UPDATE refresh_headers SET seen = 1 WHERE refresh_key IN (SELECT value FROM json_each(:keys))
