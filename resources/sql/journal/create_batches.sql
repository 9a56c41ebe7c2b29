-- One document per row: intended, then answered, then written back (closed). The body goes when it is closed.
CREATE TABLE batches (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    customer TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    body BLOB,
    sent_at INTEGER NOT NULL,
    answered INTEGER NOT NULL DEFAULT 0,
    closed INTEGER NOT NULL DEFAULT 0,
    row_count INTEGER NOT NULL DEFAULT 0,
    succeeded INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    started_at INTEGER,
    seconds REAL NOT NULL DEFAULT 0,
    complexity INTEGER,
    error TEXT NOT NULL DEFAULT ''
)
