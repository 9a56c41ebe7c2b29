-- What the board has of a row now.
-- :record_uuid  its key
-- :size_code    its size; empty for a header
-- :board_id     the board
-- :sent         digests by column, JSON
-- :row_hash     one digest over all of them
-- :sync_id      the sync that sent it
-- :updated_at   UTC
INSERT INTO SYNCLINE_ROW_STATE (record_uuid, size_code, board_id, sent, row_hash, sync_id, updated_at)
VALUES (:record_uuid, :size_code, :board_id, :sent, :row_hash, :sync_id, :updated_at)
ON CONFLICT (record_uuid, size_code, board_id) DO UPDATE
SET sent = excluded.sent, row_hash = excluded.row_hash, sync_id = excluded.sync_id, updated_at = excluded.updated_at
