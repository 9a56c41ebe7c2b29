-- Tells the planner of the rows of the copy: temporary tables are not seen by the server's own analysis.
ANALYZE refresh_source
