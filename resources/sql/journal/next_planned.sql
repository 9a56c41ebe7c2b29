-- The next rows to send, of all customers.
-- :after    the sequence before
-- :maximum  how many
SELECT sequence, record_key FROM rows WHERE state = 'not_sent' AND sequence > :after ORDER BY sequence LIMIT :maximum
