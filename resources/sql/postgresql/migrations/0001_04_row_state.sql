-- What a board was last sent of a row; size_code is empty for a header.
CREATE TABLE IF NOT EXISTS {own}SYNCLINE_ROW_STATE (
    record_uuid TEXT COLLATE "C" NOT NULL,
    size_code TEXT COLLATE "C" NOT NULL,
    board_id TEXT COLLATE "C" NOT NULL,
    sent TEXT COLLATE "C" NOT NULL,
    row_hash TEXT COLLATE "C" NOT NULL,
    sync_id TEXT COLLATE "C" NOT NULL,
    updated_at TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (record_uuid, size_code, board_id)
)
