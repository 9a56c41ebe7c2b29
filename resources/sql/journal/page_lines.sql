-- The lines of a page of headers.
-- :after  the sequence before the first
-- :last   the last sequence
SELECT r.record_key, l.size_code, l.quantity, l.state, l.monday_id, l.event, l.parameters, l.sent_hash
FROM lines l JOIN rows r ON r.sequence = l.header_row
WHERE l.header_row > :after AND l.header_row <= :last
ORDER BY l.header_row, l.position
