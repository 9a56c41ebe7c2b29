-- Counts of headers by customer, and the last success. The words are counted as they are before they are understood:
-- there are a few of them among many rows, and an index that begins with the customer and holds the words keeps them together.
-- The columns have names of their own because one that is lacking would be a constant.
SELECT c.customer,
       SUM(CASE WHEN c.state IN ('PENDING', 'NEW') AND c.action <> 'NONE' THEN c.headers ELSE 0 END),
       SUM(CASE WHEN c.state IN ('FAILED', 'ERROR') THEN c.headers ELSE 0 END),
       SUM(CASE WHEN c.state IN ('SYNCED', 'COMPLETED') THEN c.headers ELSE 0 END),
       CONVERT(nvarchar(40), MAX(c.last_success), 127)
FROM (
    SELECT COALESCE(w.customer, '') AS customer, UPPER(LTRIM(RTRIM(w.state))) AS state,
           COALESCE(UPPER(LTRIM(RTRIM(w.action))), '') AS action, COUNT_BIG(*) AS headers, MAX(w.completed) AS last_success
    FROM {headers} h
    CROSS APPLY (SELECT {h.customer} COLLATE Latin1_General_100_BIN2 AS customer, {h.sync_state} AS state,
                        {h.action_type} AS action, {h.sync_completed_at} AS completed) w
    GROUP BY w.customer, w.state, w.action
) c
GROUP BY c.customer
ORDER BY c.customer
