-- All that a session holds.
-- :session  its Sync ID
DELETE FROM SYNCLINE_LEASES WHERE session = :session
