-- Orders of which the board may know more than the warehouse: unknown rows and lines, and all of open batches.
SELECT record_key FROM rows WHERE state = 'unknown'
UNION
SELECT r.record_key FROM lines l JOIN rows r ON r.sequence = l.header_row WHERE l.state = 'unknown'
UNION
SELECT record_key FROM batch_rows WHERE batch IN (SELECT number FROM batches WHERE closed = 0)
