-- A planned header.
-- :record_key    record_uuid
-- :order_number  order number
-- :customer      customer
-- :group_title   title of its group
-- :action        planned action
-- :state         not_sent or refused
-- :monday_id     item, when known
-- :column_title  board column of the reason
-- :event         id of the reason
-- :parameters    its parameters, JSON
INSERT INTO rows (record_key, order_number, customer, group_title, action, state, monday_id, column_title, event,
                  parameters)
VALUES (:record_key, :order_number, :customer, :group_title, :action, :state, :monday_id, :column_title, :event,
        :parameters)
