-- Counts by customer of the lines that wait under a header that waits or is done. The lines are counted first.
-- {line_side} and {header_side} are their keys, so that they can be compared.
SELECT COALESCE({h.customer}, ''), CAST(SUM(w.waiting) AS bigint)
FROM {headers} h
JOIN (
    SELECT {line_side} AS record_key, COUNT(*) AS waiting FROM {lines} l
    WHERE UPPER(TRIM(CAST({l.sync_state} AS text))) IN ('PENDING', 'NEW')
      AND COALESCE(UPPER(TRIM(CAST({l.action_type} AS text))), '') <> 'NONE'
    GROUP BY 1
) w ON w.record_key = {header_side}
WHERE UPPER(TRIM(CAST({h.sync_state} AS text))) IN ('PENDING', 'NEW', 'SYNCED', 'COMPLETED')
  AND COALESCE(UPPER(TRIM(CAST({h.action_type} AS text))), '') <> 'NONE'
GROUP BY 1
ORDER BY 1
