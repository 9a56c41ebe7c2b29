-- Nobody knows what the board has of a row.
-- :record_uuid  its key
-- :size_code    its size; empty for a header
-- :board_id     the board
DELETE FROM {own}SYNCLINE_ROW_STATE
WHERE record_uuid = :record_uuid AND size_code = :size_code AND board_id = :board_id
