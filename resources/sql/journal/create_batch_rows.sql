-- The rows of the open batches. size_code is empty for a header; alias is NULL for a row that was judged by the answer
-- although the document did not name it.
CREATE TABLE batch_rows (
    batch INTEGER NOT NULL,
    position INTEGER NOT NULL,
    alias TEXT,
    record_key TEXT NOT NULL,
    size_code TEXT NOT NULL,
    judged INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (batch, position)
) WITHOUT ROWID
