-- The tables are there.
-- :migrated_at  UTC
INSERT INTO {own}SYNCLINE_SCHEMA (version, migrated_at) VALUES (1, :migrated_at)
