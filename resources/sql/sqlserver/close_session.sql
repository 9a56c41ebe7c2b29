-- The end of a session.
-- :session  its Sync ID
DELETE FROM {own}SYNCLINE_SESSIONS WHERE session = :session
