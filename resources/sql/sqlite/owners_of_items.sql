-- Headers that have some items.
-- :ids  the ids, as numbers and as text, a JSON list
SELECT {h.record_uuid}, {h.monday_item_id}
FROM {headers} h
WHERE {h.monday_item_id} IN (SELECT value FROM json_each(:ids))
ORDER BY {h.record_uuid} DESC
