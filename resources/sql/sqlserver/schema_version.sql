-- The version of Syncline's own tables; NULL when no migration is noted.
SELECT MAX(version) FROM {own}SYNCLINE_SCHEMA
