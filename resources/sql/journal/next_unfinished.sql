-- Headers that are on the board while lines of theirs still wait: what an interrupted sync leaves. Walks over all rows.
-- :customer  exact name, or empty for all customers
-- :after     the sequence before
-- :maximum   how many
SELECT sequence, record_key FROM rows
WHERE sequence > :after AND state IN ('created', 'updated', 'unchanged')
    AND (:customer = '' OR customer = :customer)
    AND EXISTS (SELECT 1 FROM lines WHERE lines.header_row = rows.sequence AND lines.state = 'not_sent')
ORDER BY sequence LIMIT :maximum
