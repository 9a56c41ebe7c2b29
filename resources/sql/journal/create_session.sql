-- The one row that says which sync this journal belongs to. Times in milliseconds since 1970, UTC.
CREATE TABLE session (
    format INTEGER NOT NULL,
    sync_id TEXT NOT NULL,
    environment TEXT NOT NULL,
    request TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    plan_complete INTEGER NOT NULL DEFAULT 0,
    used TEXT NOT NULL DEFAULT '{}',
    state TEXT,
    finished_at INTEGER
)
