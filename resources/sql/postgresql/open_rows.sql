-- Headers of a customer in some states, for its report.
-- :customer  exact name; empty for rows without one
-- :states    words of sync_state, a JSON list
-- :listed    1: rows whose state is in the list; 0: the others
-- :maximum   how many
SELECT {h.record_uuid}, {h.order_number}, {h.style}, {h.colour}, {h.customer_season}, {h.aag_season}, {h.total_qty},
       {h.sync_state}, COALESCE({h.api_error_message}, {h.sync_error_message})
FROM {headers} h
WHERE {of_customer}
  AND COALESCE(UPPER(TRIM(CAST({h.action_type} AS text))), '') <> 'NONE'
  AND (COALESCE(UPPER(TRIM(CAST({h.sync_state} AS text))), '') IN (SELECT json_array_elements_text(CAST(:states AS json))))
      = (:listed = 1)
ORDER BY CAST({h.group_name} AS text) COLLATE "C" NULLS FIRST, CAST({h.order_number} AS text) COLLATE "C" NULLS FIRST,
         {h.record_uuid}
LIMIT :maximum
