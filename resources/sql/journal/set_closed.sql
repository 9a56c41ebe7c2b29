-- The end of the sync.
-- :state        its final state
-- :finished_at  when
UPDATE session SET state = :state, finished_at = :finished_at
