-- Begins the journal.
-- :format       number of this table layout
-- :sync_id      the sync
-- :environment  its environment
-- :request      what the user asked for, JSON
-- :started_at   when
INSERT INTO session (format, sync_id, environment, request, started_at)
VALUES (:format, :sync_id, :environment, :request, :started_at)
