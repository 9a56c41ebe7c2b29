-- Some of what a session holds.
-- :session   its Sync ID
-- :board_id  the board
-- :keys      keys of leases, a JSON list
DELETE FROM SYNCLINE_LEASES
WHERE board_id = :board_id AND lease_key IN (SELECT json_array_elements_text(CAST(:keys AS json)))
  AND session = :session
