-- A planned line.
-- :header_row  sequence of its header
-- :size_code   size
-- :position    place among the lines of the header
-- :quantity    as in the warehouse
-- :state       not_sent or refused
-- :monday_id   subitem, when known
-- :event       id of the reason
-- :parameters  its parameters, JSON
INSERT INTO lines (header_row, size_code, position, quantity, state, monday_id, column_title, event, parameters)
VALUES (:header_row, :size_code, :position, :quantity, :state, :monday_id, '', :event, :parameters)
