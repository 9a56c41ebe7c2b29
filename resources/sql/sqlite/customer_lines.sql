-- Counts by customer of the lines that wait under a header that waits or is done.
SELECT COALESCE({h.customer}, ''), COUNT(*)
FROM {lines} l JOIN {headers} h ON {header_of_line}
WHERE UPPER(TRIM({l.sync_state})) IN ('PENDING', 'NEW')
  AND COALESCE(UPPER(TRIM({l.action_type})), '') <> 'NONE'
  AND UPPER(TRIM({h.sync_state})) IN ('PENDING', 'NEW', 'SYNCED', 'COMPLETED')
  AND COALESCE(UPPER(TRIM({h.action_type})), '') <> 'NONE'
GROUP BY 1
ORDER BY 1
