-- Time worked so far.
-- :seconds  seconds
UPDATE session SET seconds = :seconds
