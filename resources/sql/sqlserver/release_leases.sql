-- Some of what a session holds.
-- :session   its Sync ID
-- :board_id  the board
-- :keys      keys of leases, a JSON list
DELETE FROM {own}SYNCLINE_LEASES
WHERE board_id = :board_id AND lease_key IN (SELECT k.value COLLATE Latin1_General_100_BIN2 FROM OPENJSON(CAST(:keys AS nvarchar(max))) k)
  AND session = :session
