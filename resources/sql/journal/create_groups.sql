-- The groups of the sync.
CREATE TABLE groups (
    customer TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    origin TEXT NOT NULL,
    PRIMARY KEY (customer, id)
) WITHOUT ROWID
