-- A session holds for longer.
-- :session     its Sync ID
-- :expires_at  UTC
UPDATE SYNCLINE_SESSIONS SET expires_at = :expires_at WHERE session = :session
