-- Tells the planner of the rows of the copy.
ANALYZE temp.refresh_source
