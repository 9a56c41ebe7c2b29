-- What living sessions hold, of some keys.
-- :board_id  the board
-- :keys      keys of leases, a JSON list
-- :now       UTC
SELECT l.lease_key, s.session, s.desk, s.expires_at
FROM {own}SYNCLINE_LEASES l JOIN {own}SYNCLINE_SESSIONS s ON s.session = l.session
WHERE l.board_id = :board_id AND l.lease_key IN (SELECT k.value COLLATE Latin1_General_100_BIN2 FROM OPENJSON(CAST(:keys AS nvarchar(max))) k)
  AND s.expires_at > :now
ORDER BY l.lease_key
