-- Tells the planner of the rows of the copy.
UPDATE STATISTICS #refresh_source
