-- Headers by order number that belong to no row of the source so far.
-- :numbers  in the spelling of refresh_number, a JSON list
SELECT k.refresh_key, CAST({h.record_uuid} AS nvarchar(100)), k.refresh_number, {h.sync_state}, {h.action_type},
       {h.monday_item_id},
       {filled}
FROM #refresh_headers k JOIN {headers} h ON {h.record_uuid} = k.record_key
WHERE k.refresh_number IN (SELECT k.value COLLATE DATABASE_DEFAULT FROM OPENJSON(CAST(:numbers AS nvarchar(max))) k)
  AND k.seen = 0
ORDER BY k.refresh_key
