-- What a session works on: the record_uuid of an order, or a lock. taken_from names the dead session
-- that had it before.
CREATE TABLE IF NOT EXISTS {own}SYNCLINE_LEASES (
    board_id TEXT COLLATE "C" NOT NULL,
    lease_key TEXT COLLATE "C" NOT NULL,
    session TEXT COLLATE "C" NOT NULL,
    taken_from TEXT COLLATE "C",
    PRIMARY KEY (board_id, lease_key)
)
