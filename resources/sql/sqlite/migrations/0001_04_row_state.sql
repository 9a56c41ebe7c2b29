-- What a board was last sent of a row; size_code is empty for a header.
CREATE TABLE IF NOT EXISTS SYNCLINE_ROW_STATE (
    record_uuid TEXT NOT NULL,
    size_code TEXT NOT NULL,
    board_id TEXT NOT NULL,
    sent TEXT NOT NULL,
    row_hash TEXT NOT NULL,
    sync_id TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (record_uuid, size_code, board_id)
)
