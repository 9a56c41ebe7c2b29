-- Counts by customer of the lines that wait under a header that waits or is done. The lines are counted first and then
-- found by SQLite's own index in any capitals: in another order it would read all headers for each line. The plus keeps the lines in the order of the file: by their index, each
-- would be a jump.
SELECT COALESCE({h.customer}, ''), SUM(w.waiting)
FROM {headers} h CROSS JOIN (
    SELECT {l.record_uuid} AS record_key, COUNT(*) AS waiting FROM {lines} l
    WHERE UPPER(TRIM({l.sync_state})) IN ('PENDING', 'NEW')
      AND COALESCE(UPPER(TRIM({l.action_type})), '') <> 'NONE'
    GROUP BY +{l.record_uuid}
) w ON w.record_key = {h.record_uuid} COLLATE NOCASE
WHERE UPPER(TRIM({h.sync_state})) IN ('PENDING', 'NEW', 'SYNCED', 'COMPLETED')
  AND COALESCE(UPPER(TRIM({h.action_type})), '') <> 'NONE'
GROUP BY 1
ORDER BY 1
