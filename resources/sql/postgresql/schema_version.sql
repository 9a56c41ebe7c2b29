-- The version of Syncline's own tables; NULL when no migration is noted.
SELECT MAX(version) FROM SYNCLINE_SCHEMA
