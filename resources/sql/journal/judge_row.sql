-- What became of a header. A known id is kept when the verdict has none.
-- :record_key    record_uuid
-- :state         its state
-- :monday_id     item
-- :column_title  board column of the reason
-- :event         id of the reason
-- :parameters    its parameters, JSON
UPDATE rows
SET state = :state, monday_id = COALESCE(:monday_id, monday_id), column_title = :column_title, event = :event,
    parameters = :parameters, open_batch = NULL
WHERE record_key = :record_key
