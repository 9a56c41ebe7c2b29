-- Headers that have some items.
-- :ids  the ids, as numbers and as text, a JSON list
SELECT CAST({h.record_uuid} AS nvarchar(100)), {h.monday_item_id}
FROM {headers} h
WHERE {h.monday_item_id} IN (SELECT TRY_CAST(k.value COLLATE DATABASE_DEFAULT AS {id_type})
                             FROM OPENJSON(CAST(:ids AS nvarchar(max))) k)
ORDER BY {h.record_uuid} DESC
