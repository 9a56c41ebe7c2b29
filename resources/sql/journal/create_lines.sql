-- One planned line per row; header_row is the sequence of its header.
CREATE TABLE lines (
    header_row INTEGER NOT NULL,
    size_code TEXT NOT NULL,
    position INTEGER NOT NULL,
    quantity TEXT NOT NULL,
    state TEXT NOT NULL,
    monday_id INTEGER,
    column_title TEXT NOT NULL,
    event TEXT NOT NULL,
    parameters TEXT NOT NULL,
    open_batch INTEGER,
    sent_hash TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (header_row, size_code)
) WITHOUT ROWID
