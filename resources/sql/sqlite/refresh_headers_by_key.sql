-- Headers by identity. CROSS JOIN keeps SQLite from reading all headers first.
-- :keys  identities in the spelling of refresh_key, a JSON list
SELECT k.refresh_key, {h.record_uuid}, k.refresh_number, {h.sync_state}, {h.action_type}, {h.monday_item_id},
       {filled}
FROM refresh_headers k CROSS JOIN {headers} h
WHERE k.refresh_key IN (SELECT value FROM json_each(:keys)) AND {h.record_uuid} = k.record_key
