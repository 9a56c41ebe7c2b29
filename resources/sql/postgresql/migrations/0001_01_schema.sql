-- Which migrations were made, and when (UTC).
CREATE TABLE IF NOT EXISTS {own}SYNCLINE_SCHEMA (
    version INTEGER NOT NULL PRIMARY KEY,
    migrated_at TEXT COLLATE "C" NOT NULL
)
