-- All that a session holds but some rows.
-- :session  its Sync ID
-- :kept     keys of leases that stay, a JSON list
DELETE FROM {own}SYNCLINE_LEASES
WHERE session = :session
  AND lease_key NOT IN (SELECT k.value COLLATE Latin1_General_100_BIN2 FROM OPENJSON(CAST(:kept AS nvarchar(max))) k)
