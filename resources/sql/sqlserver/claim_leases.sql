-- Takes what no other living session holds, all in one statement and after lock_claims, so that two desks never get the
-- same. Gives what the session holds now, with the dead session that had it before. A session that is not alive gets
-- nothing.
-- :session   its Sync ID
-- :board_id  the board
-- :keys      keys of leases, a JSON list, each once
-- :now       UTC
MERGE {own}SYNCLINE_LEASES WITH (HOLDLOCK) AS held
USING (SELECT k.value COLLATE Latin1_General_100_BIN2 AS lease_key
       FROM OPENJSON(CAST(:keys AS nvarchar(max))) k
       WHERE EXISTS (SELECT 1 FROM {own}SYNCLINE_SESSIONS s WHERE s.session = :session AND s.expires_at > :now)
         AND NOT EXISTS (SELECT 1
                         FROM {own}SYNCLINE_LEASES l JOIN {own}SYNCLINE_SESSIONS s ON s.session = l.session
                         WHERE l.board_id = :board_id AND l.lease_key = k.value COLLATE Latin1_General_100_BIN2
                           AND l.session <> :session AND s.expires_at > :now)) AS wanted
ON held.board_id = :board_id AND held.lease_key = wanted.lease_key
WHEN MATCHED THEN
    UPDATE SET taken_from = CASE WHEN held.session = :session THEN held.taken_from ELSE held.session END,
               session = :session
WHEN NOT MATCHED THEN
    INSERT (board_id, lease_key, session) VALUES (:board_id, wanted.lease_key, :session)
OUTPUT inserted.lease_key, inserted.taken_from;
