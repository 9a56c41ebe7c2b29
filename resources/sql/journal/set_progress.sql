-- Time worked so far.
-- :worked  seconds by where they went, JSON
UPDATE session SET worked = :worked
