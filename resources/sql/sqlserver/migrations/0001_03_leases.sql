-- What a session works on: the record_uuid of an order, or a lock. taken_from names the dead session
-- that had it before.
IF OBJECT_ID(N'{own}SYNCLINE_LEASES') IS NULL
CREATE TABLE {own}SYNCLINE_LEASES (
    board_id NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
    lease_key NVARCHAR(100) COLLATE Latin1_General_100_BIN2 NOT NULL,
    session NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    taken_from NVARCHAR(64) COLLATE Latin1_General_100_BIN2,
    PRIMARY KEY (board_id, lease_key)
)
