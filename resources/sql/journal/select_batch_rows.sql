-- The rows of a document with what became of them.
-- :batch  batch
SELECT b.alias, b.record_key, b.size_code, b.judged,
       COALESCE(l.state, r.state),
       CASE WHEN b.size_code = '' THEN r.monday_id ELSE l.monday_id END,
       COALESCE(l.column_title, r.column_title), COALESCE(l.event, r.event), COALESCE(l.parameters, r.parameters),
       CASE WHEN b.size_code = '' THEN r.sent_hash ELSE l.sent_hash END,
       r.sent_number, r.sent_name, r.sent_group
FROM batch_rows b
JOIN rows r ON r.record_key = b.record_key
LEFT JOIN lines l ON b.size_code <> '' AND l.header_row = r.sequence AND l.size_code = b.size_code
WHERE b.batch = :batch
ORDER BY b.position
