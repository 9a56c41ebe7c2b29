-- Takes what no other living session holds, all in one statement and after lock_claims, so that two desks never get the
-- same. Gives what the session holds now, with the dead session that had it before. A session that is not alive gets
-- nothing.
-- :session   its Sync ID
-- :board_id  the board
-- :keys      keys of leases, a JSON list, each once
-- :now       UTC
INSERT INTO SYNCLINE_LEASES AS held (board_id, lease_key, session)
SELECT CAST(:board_id AS text), wanted.lease_key, CAST(:session AS text)
FROM json_array_elements_text(CAST(:keys AS json)) AS wanted (lease_key)
WHERE EXISTS (SELECT 1 FROM SYNCLINE_SESSIONS s WHERE s.session = :session AND s.expires_at > :now)
  AND NOT EXISTS (SELECT 1
                  FROM SYNCLINE_LEASES l JOIN SYNCLINE_SESSIONS s ON s.session = l.session
                  WHERE l.board_id = :board_id AND l.lease_key = wanted.lease_key AND l.session <> :session
                    AND s.expires_at > :now)
ORDER BY wanted.lease_key
ON CONFLICT (board_id, lease_key) DO UPDATE
SET taken_from = CASE WHEN held.session = excluded.session THEN held.taken_from ELSE held.session END,
    session = excluded.session
RETURNING held.lease_key, held.taken_from
