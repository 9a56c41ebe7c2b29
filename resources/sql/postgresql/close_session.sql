-- The end of a session.
-- :session  its Sync ID
DELETE FROM SYNCLINE_SESSIONS WHERE session = :session
