-- Syncs that are at work, by Sync ID, and until when they count as alive (UTC).
CREATE TABLE IF NOT EXISTS {own}SYNCLINE_SESSIONS (
    session TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    desk TEXT COLLATE "C" NOT NULL,
    started_at TEXT COLLATE "C" NOT NULL,
    expires_at TEXT COLLATE "C" NOT NULL
)
