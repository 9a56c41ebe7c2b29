-- Counts of headers by customer, and the last success.
SELECT COALESCE({h.customer}, ''),
       SUM(UPPER(TRIM({h.sync_state})) IN ('PENDING', 'NEW') AND COALESCE(UPPER(TRIM({h.action_type})), '') <> 'NONE'),
       SUM(UPPER(TRIM({h.sync_state})) IN ('FAILED', 'ERROR')),
       SUM(UPPER(TRIM({h.sync_state})) IN ('SYNCED', 'COMPLETED')),
       MAX({h.sync_completed_at})
FROM {headers} h
GROUP BY 1
ORDER BY 1
