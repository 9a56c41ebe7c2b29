-- Tells the planner of the rows of the copied identities.
UPDATE STATISTICS #refresh_headers
