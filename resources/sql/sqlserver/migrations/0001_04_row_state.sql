-- What a board was last sent of a row; size_code is empty for a header.
IF OBJECT_ID(N'{own}SYNCLINE_ROW_STATE') IS NULL
CREATE TABLE {own}SYNCLINE_ROW_STATE (
    record_uuid NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
    size_code NVARCHAR(255) COLLATE Latin1_General_100_BIN2 NOT NULL,
    board_id NVARCHAR(32) COLLATE Latin1_General_100_BIN2 NOT NULL,
    sent NVARCHAR(MAX) NOT NULL,
    row_hash NVARCHAR(128) NOT NULL,
    sync_id NVARCHAR(64) NOT NULL,
    updated_at NVARCHAR(30) NOT NULL,
    PRIMARY KEY (record_uuid, size_code, board_id)
)
