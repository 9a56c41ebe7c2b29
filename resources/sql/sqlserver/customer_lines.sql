-- Counts by customer of the lines that wait under a header that waits or is done. The lines are counted first.
-- {line_side} and {header_side} are their keys, so that they can be compared.
SELECT c.name, SUM(w.waiting)
FROM {headers} h
CROSS APPLY (SELECT COALESCE({h.customer}, '') COLLATE Latin1_General_100_BIN2 AS name) c
JOIN (
    SELECT {line_side} AS record_key, COUNT(*) AS waiting FROM {lines} l
    WHERE UPPER(LTRIM(RTRIM({l.sync_state}))) IN ('PENDING', 'NEW')
      AND COALESCE(UPPER(LTRIM(RTRIM({l.action_type}))), '') <> 'NONE'
    GROUP BY {line_side}
) w ON w.record_key = {header_side}
WHERE UPPER(LTRIM(RTRIM({h.sync_state}))) IN ('PENDING', 'NEW', 'SYNCED', 'COMPLETED')
  AND COALESCE(UPPER(LTRIM(RTRIM({h.action_type}))), '') <> 'NONE'
GROUP BY c.name
ORDER BY c.name
