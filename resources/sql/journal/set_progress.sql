-- What the sync has used so far.
-- :used  time and traffic, JSON
UPDATE session SET used = :used
