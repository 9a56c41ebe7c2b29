-- Headers by order number that belong to no row of the source so far.
-- :numbers  in the spelling of refresh_number, a JSON list
SELECT k.refresh_key, {h.record_uuid}, k.refresh_number, {h.sync_state}, {h.action_type}, {h.monday_item_id},
       {filled}
FROM refresh_headers k CROSS JOIN {headers} h
WHERE k.refresh_number IN (SELECT value FROM json_each(:numbers)) AND k.seen = 0 AND {h.record_uuid} = k.record_key
ORDER BY k.refresh_key
