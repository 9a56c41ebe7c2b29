-- Takes what no other living session holds, all in one statement, so that two desks never get the same. Gives what the
-- session holds now, with the dead session that had it before. A session that is not alive gets nothing.
-- :session   its Sync ID
-- :board_id  the board
-- :keys      keys of leases, a JSON list, each once
-- :now       UTC
INSERT INTO SYNCLINE_LEASES (board_id, lease_key, session)
SELECT :board_id, wanted.value, :session
FROM json_each(:keys) wanted
WHERE EXISTS (SELECT 1 FROM SYNCLINE_SESSIONS s WHERE s.session = :session AND s.expires_at > :now)
ON CONFLICT (board_id, lease_key) DO UPDATE
SET taken_from = CASE WHEN session = excluded.session THEN taken_from ELSE session END,
    session = excluded.session
WHERE session = excluded.session
   OR NOT EXISTS (SELECT 1 FROM SYNCLINE_SESSIONS s
                  WHERE s.session = SYNCLINE_LEASES.session AND s.expires_at > :now)
RETURNING lease_key, taken_from
