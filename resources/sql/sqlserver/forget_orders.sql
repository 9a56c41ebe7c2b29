-- Nobody knows what the board has of some headers and their lines.
-- :keys      keys of the headers, a JSON list
-- :board_id  the board
DELETE FROM {own}SYNCLINE_ROW_STATE
WHERE record_uuid IN (SELECT k.value COLLATE Latin1_General_100_BIN2 FROM OPENJSON(CAST(:keys AS nvarchar(max))) k)
  AND board_id = :board_id
