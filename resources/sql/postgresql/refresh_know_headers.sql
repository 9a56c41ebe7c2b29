-- Tells the planner of the rows of the copied identities.
ANALYZE refresh_headers
