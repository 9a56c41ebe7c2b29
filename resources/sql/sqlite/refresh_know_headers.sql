-- Tells the planner of the rows of the copied identities.
ANALYZE temp.refresh_headers
