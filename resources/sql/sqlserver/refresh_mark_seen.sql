-- These headers belong to rows of the source.
-- :keys  identities in the spelling of refresh_key, a JSON list
UPDATE #refresh_headers SET seen = 1
WHERE refresh_key IN (SELECT k.value COLLATE DATABASE_DEFAULT FROM OPENJSON(CAST(:keys AS nvarchar(max))) k)
