-- What living sessions hold, of some keys.
-- :board_id  the board
-- :keys      keys of leases, a JSON list
-- :now       UTC
SELECT l.lease_key, s.session, s.desk, s.expires_at
FROM SYNCLINE_LEASES l JOIN SYNCLINE_SESSIONS s ON s.session = l.session
WHERE l.board_id = :board_id AND l.lease_key IN (SELECT value FROM json_each(:keys)) AND s.expires_at > :now
ORDER BY l.lease_key
