-- What became of a line. A known id is kept when the verdict has none.
-- :record_key    record_uuid of its header
-- :size_code     size
-- :state         its state
-- :monday_id     subitem
-- :column_title  board column of the reason
-- :event         id of the reason
-- :parameters    its parameters, JSON
UPDATE lines
SET state = :state, monday_id = COALESCE(:monday_id, monday_id), column_title = :column_title, event = :event,
    parameters = :parameters, open_batch = NULL
WHERE header_row = (SELECT sequence FROM rows WHERE record_key = :record_key) AND size_code = :size_code
