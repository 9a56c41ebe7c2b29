-- Counts of headers by customer, and the last success.
SELECT COALESCE({h.customer}, ''),
       COUNT(*) FILTER (WHERE UPPER(TRIM({h.sync_state})) IN ('PENDING', 'NEW')
                          AND COALESCE(UPPER(TRIM({h.action_type})), '') <> 'NONE'),
       COUNT(*) FILTER (WHERE UPPER(TRIM({h.sync_state})) IN ('FAILED', 'ERROR')),
       COUNT(*) FILTER (WHERE UPPER(TRIM({h.sync_state})) IN ('SYNCED', 'COMPLETED')),
       CAST(MAX({h.sync_completed_at}) AS text)
FROM {headers} h
GROUP BY 1
ORDER BY COALESCE({h.customer}, '') COLLATE "C"
