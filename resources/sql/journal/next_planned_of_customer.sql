-- The next rows to send, of one customer.
-- :customer  exact name
-- :after     the sequence before
-- :maximum   how many
SELECT sequence, record_key FROM rows
WHERE state = 'not_sent' AND customer = :customer AND sequence > :after
ORDER BY sequence LIMIT :maximum
