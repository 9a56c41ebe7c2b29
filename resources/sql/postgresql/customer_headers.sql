-- Counts of headers by customer, and the last success. The words are counted as they are before they are understood:
-- there are a few of them among many rows, and an index that begins with the customer and holds the words keeps them together.
SELECT c.customer,
       CAST(SUM(c.headers) FILTER (WHERE c.state IN ('PENDING', 'NEW') AND c.action <> 'NONE') AS bigint),
       CAST(SUM(c.headers) FILTER (WHERE c.state IN ('FAILED', 'ERROR')) AS bigint),
       CAST(SUM(c.headers) FILTER (WHERE c.state IN ('SYNCED', 'COMPLETED')) AS bigint),
       CAST(MAX(c.last_success) AS text)
FROM (
    SELECT COALESCE({h.customer}, '') AS customer, UPPER(TRIM(CAST({h.sync_state} AS text))) AS state,
           COALESCE(UPPER(TRIM(CAST({h.action_type} AS text))), '') AS action, COUNT(*) AS headers,
           MAX({h.sync_completed_at}) AS last_success
    FROM {headers} h
    GROUP BY {h.customer}, {h.sync_state}, CAST({h.action_type} AS text)
) c
GROUP BY c.customer
ORDER BY c.customer COLLATE "C"
