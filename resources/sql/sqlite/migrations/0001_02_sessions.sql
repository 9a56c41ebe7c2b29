-- Syncs that are at work, by Sync ID, and until when they count as alive (UTC).
CREATE TABLE IF NOT EXISTS SYNCLINE_SESSIONS (
    session TEXT NOT NULL PRIMARY KEY,
    desk TEXT NOT NULL,
    started_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
)
