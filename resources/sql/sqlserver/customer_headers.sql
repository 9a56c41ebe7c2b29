-- Counts of headers by customer, and the last success.
SELECT c.name,
       SUM(CASE WHEN UPPER(LTRIM(RTRIM({h.sync_state}))) IN ('PENDING', 'NEW')
                 AND COALESCE(UPPER(LTRIM(RTRIM({h.action_type}))), '') <> 'NONE' THEN 1 ELSE 0 END),
       SUM(CASE WHEN UPPER(LTRIM(RTRIM({h.sync_state}))) IN ('FAILED', 'ERROR') THEN 1 ELSE 0 END),
       SUM(CASE WHEN UPPER(LTRIM(RTRIM({h.sync_state}))) IN ('SYNCED', 'COMPLETED') THEN 1 ELSE 0 END),
       CONVERT(nvarchar(40), MAX({h.sync_completed_at}), 127)
FROM {headers} h
CROSS APPLY (SELECT COALESCE({h.customer}, '') COLLATE Latin1_General_100_BIN2 AS name) c
GROUP BY c.name
ORDER BY c.name
