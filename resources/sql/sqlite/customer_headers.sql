-- Counts of headers by customer, and the last success. The words are counted as they are before they are understood:
-- there are a few of them among many rows, and an index that begins with the customer and holds the words keeps them together.
SELECT customer,
       SUM(CASE WHEN state IN ('PENDING', 'NEW') AND action <> 'NONE' THEN headers ELSE 0 END),
       SUM(CASE WHEN state IN ('FAILED', 'ERROR') THEN headers ELSE 0 END),
       SUM(CASE WHEN state IN ('SYNCED', 'COMPLETED') THEN headers ELSE 0 END),
       MAX(last_success)
FROM (
    SELECT COALESCE({h.customer}, '') AS customer, UPPER(TRIM({h.sync_state})) AS state,
           COALESCE(UPPER(TRIM({h.action_type})), '') AS action, COUNT(*) AS headers,
           MAX({h.sync_completed_at}) AS last_success
    FROM {headers} h
    GROUP BY {h.customer}, {h.sync_state}, {h.action_type}
)
GROUP BY 1
ORDER BY 1
