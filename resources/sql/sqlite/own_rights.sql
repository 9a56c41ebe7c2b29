-- Syncline's own tables that are there: whether the version can be read, and whether all can be done that the program
-- does with the table. A file knows no rights to single tables.
SELECT UPPER(name), 1, 1
FROM sqlite_master
WHERE type = 'table' AND UPPER(name) IN ('SYNCLINE_SCHEMA', 'SYNCLINE_SESSIONS', 'SYNCLINE_LEASES', 'SYNCLINE_ROW_STATE')
ORDER BY name
