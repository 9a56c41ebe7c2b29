-- One planned header per row, in the order of sending. A state is a word of the ledger; a row in a document without
-- an answer is unknown and names its batch.
CREATE TABLE rows (
    sequence INTEGER PRIMARY KEY,
    record_key TEXT NOT NULL UNIQUE,
    order_number TEXT NOT NULL,
    customer TEXT NOT NULL,
    group_title TEXT NOT NULL,
    action TEXT NOT NULL,
    state TEXT NOT NULL,
    monday_id INTEGER,
    column_title TEXT NOT NULL,
    event TEXT NOT NULL,
    parameters TEXT NOT NULL,
    open_batch INTEGER,
    sent_hash TEXT NOT NULL DEFAULT '',
    sent_number TEXT NOT NULL DEFAULT '',
    sent_name TEXT NOT NULL DEFAULT '',
    sent_group TEXT NOT NULL DEFAULT ''
)
