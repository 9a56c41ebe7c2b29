-- What a session works on: the record_uuid of an order, or a lock. taken_from names the dead session
-- that had it before.
CREATE TABLE IF NOT EXISTS SYNCLINE_LEASES (
    board_id TEXT NOT NULL,
    lease_key TEXT NOT NULL,
    session TEXT NOT NULL,
    taken_from TEXT,
    PRIMARY KEY (board_id, lease_key)
)
