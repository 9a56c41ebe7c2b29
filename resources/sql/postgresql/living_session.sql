-- One row when the session is alive.
-- :session  its Sync ID
-- :now      UTC
SELECT 1 FROM SYNCLINE_SESSIONS WHERE session = :session AND expires_at > :now
