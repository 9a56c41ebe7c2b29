-- Which migrations were made, and when (UTC).
IF OBJECT_ID(N'{own}SYNCLINE_SCHEMA') IS NULL
CREATE TABLE {own}SYNCLINE_SCHEMA (
    version INT NOT NULL PRIMARY KEY,
    migrated_at NVARCHAR(30) NOT NULL
)
