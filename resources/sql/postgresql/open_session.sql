-- Begins a session or takes it up again.
-- :session     its Sync ID
-- :desk        who works, for people
-- :started_at  UTC
-- :expires_at  UTC
INSERT INTO SYNCLINE_SESSIONS (session, desk, started_at, expires_at)
VALUES (:session, :desk, :started_at, :expires_at)
ON CONFLICT (session) DO UPDATE SET desk = excluded.desk, expires_at = excluded.expires_at
