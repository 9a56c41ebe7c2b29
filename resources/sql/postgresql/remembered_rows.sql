-- What the board has of some headers and their lines.
-- :keys      keys of the headers, a JSON list
-- :board_id  the board
SELECT record_uuid, size_code, sent FROM SYNCLINE_ROW_STATE
WHERE record_uuid IN (SELECT json_array_elements_text(CAST(:keys AS json))) AND board_id = :board_id
