-- What the board has of a row now.
-- :record_uuid  its key
-- :size_code    its size; empty for a header
-- :board_id     the board
-- :sent         digests by column, JSON
-- :row_hash     one digest over all of them
-- :sync_id      the sync that sent it
-- :updated_at   UTC
MERGE {own}SYNCLINE_ROW_STATE WITH (HOLDLOCK) AS known
USING (SELECT :record_uuid AS record_uuid, :size_code AS size_code, :board_id AS board_id) AS row_of_board
ON known.record_uuid = row_of_board.record_uuid AND known.size_code = row_of_board.size_code
   AND known.board_id = row_of_board.board_id
WHEN MATCHED THEN
    UPDATE SET sent = :sent, row_hash = :row_hash, sync_id = :sync_id, updated_at = :updated_at
WHEN NOT MATCHED THEN
    INSERT (record_uuid, size_code, board_id, sent, row_hash, sync_id, updated_at)
    VALUES (:record_uuid, :size_code, :board_id, :sent, :row_hash, :sync_id, :updated_at);
