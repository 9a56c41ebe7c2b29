-- Counts by customer of the lines that wait under a header that waits or is done. The lines are counted first.
SELECT COALESCE({h.customer}, ''), CAST(SUM(w.waiting) AS bigint)
FROM {headers} h
JOIN (
    SELECT LOWER(CAST({l.record_uuid} AS text)) AS record_key, COUNT(*) AS waiting FROM {lines} l
    WHERE UPPER(TRIM({l.sync_state})) IN ('PENDING', 'NEW')
      AND COALESCE(UPPER(TRIM({l.action_type})), '') <> 'NONE'
    GROUP BY 1
) w ON w.record_key = LOWER(CAST({h.record_uuid} AS text))
WHERE UPPER(TRIM({h.sync_state})) IN ('PENDING', 'NEW', 'SYNCED', 'COMPLETED')
  AND COALESCE(UPPER(TRIM({h.action_type})), '') <> 'NONE'
GROUP BY 1
ORDER BY 1
