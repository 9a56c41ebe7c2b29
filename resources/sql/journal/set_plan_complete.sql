-- Marks the end of planning, or takes the mark away.
-- :complete  1 or 0
UPDATE session SET plan_complete = :complete
