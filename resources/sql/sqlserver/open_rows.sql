-- Headers of a customer in some states, for its report. The order stands in subqueries because a column that is lacking
-- would be a constant there.
-- :customer  exact name; empty for rows without one
-- :states    words of sync_state, a JSON list
-- :listed    1: rows whose state is in the list; 0: the others
-- :maximum   how many
SELECT TOP (CAST(:maximum AS bigint))
       CAST({h.record_uuid} AS nvarchar(100)), {h.order_number}, {h.style}, {h.colour}, {h.customer_season},
       {h.aag_season}, {h.total_qty}, {h.sync_state}, COALESCE({h.api_error_message}, {h.sync_error_message})
FROM {headers} h
WHERE {of_customer}
  AND COALESCE(UPPER(LTRIM(RTRIM({h.action_type}))), '') <> 'NONE'
  AND CASE WHEN COALESCE(UPPER(LTRIM(RTRIM({h.sync_state}))), '') IN (
               SELECT s.value COLLATE DATABASE_DEFAULT FROM OPENJSON(CAST(:states AS nvarchar(max))) s)
           THEN 1 ELSE 0 END = :listed
ORDER BY (SELECT CAST({h.group_name} AS nvarchar(400)) COLLATE Latin1_General_100_BIN2),
         (SELECT CAST({h.order_number} AS nvarchar(400)) COLLATE Latin1_General_100_BIN2),
         {h.record_uuid}
