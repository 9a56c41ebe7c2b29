-- Counts by customer of the lines that wait under a header that waits or is done. The lines are counted first and then
-- found by SQLite's own index in any capitals: in another order it would read all headers for each line.
-- {line_group}: the key of the lines. When no index has all that is asked of them, it keeps them in the order of the
-- file: by an index of their key, each would be a jump.
SELECT COALESCE({h.customer}, ''), SUM(w.waiting)
FROM {headers} h CROSS JOIN (
    SELECT {l.record_uuid} AS record_key, COUNT(*) AS waiting FROM {lines} l
    WHERE UPPER(TRIM({l.sync_state})) IN ('PENDING', 'NEW')
      AND COALESCE(UPPER(TRIM({l.action_type})), '') <> 'NONE'
    GROUP BY {line_group}
) w ON w.record_key = {h.record_uuid} COLLATE NOCASE
WHERE UPPER(TRIM({h.sync_state})) IN ('PENDING', 'NEW', 'SYNCED', 'COMPLETED')
  AND COALESCE(UPPER(TRIM({h.action_type})), '') <> 'NONE'
GROUP BY 1
ORDER BY 1
