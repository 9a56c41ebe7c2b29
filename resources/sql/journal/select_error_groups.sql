-- Failures by cause. The parameters are those of the first row of each group: with MIN() alone, SQLite takes the other
-- columns from the row that has the minimum.
SELECT event, customer, column_title, COUNT(*) AS failures, parameters, MIN(sequence)
FROM (
    SELECT event, customer, column_title, parameters, sequence FROM rows
    WHERE state IN ('refused', 'rejected', 'unknown') AND event <> ''
    UNION ALL
    SELECT l.event, r.customer, l.column_title, l.parameters, r.sequence
    FROM lines l JOIN rows r ON r.sequence = l.header_row
    WHERE l.state IN ('refused', 'rejected', 'unknown') AND l.event <> ''
)
GROUP BY event, customer, column_title
ORDER BY failures DESC, customer, event, column_title
