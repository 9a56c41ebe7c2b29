-- One row when the database has the schema.
-- :schema  its exact name
SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = :schema
