-- A page of the headers.
-- :after    the sequence before
-- :maximum  how many
SELECT sequence, record_key, order_number, customer, group_title, action, state, monday_id, column_title, event,
       parameters, sent_hash, sent_number, sent_name, sent_group
FROM rows WHERE sequence > :after ORDER BY sequence LIMIT :maximum
