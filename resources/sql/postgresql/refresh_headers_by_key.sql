-- Headers by identity.
-- :keys  identities in the spelling of refresh_key, a JSON list
SELECT k.refresh_key, {h.record_uuid}, k.refresh_number, {h.sync_state}, {h.action_type}, {h.monday_item_id},
       {filled}
FROM refresh_headers k JOIN {headers} h ON {h.record_uuid} = k.record_key
WHERE k.refresh_key = ANY (ARRAY(SELECT json_array_elements_text(CAST(:keys AS json))))
