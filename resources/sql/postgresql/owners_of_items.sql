-- Headers that have some items.
-- :ids  the ids, as numbers and as text, a JSON list
SELECT {h.record_uuid}, {h.monday_item_id}
FROM {headers} h
WHERE {h.monday_item_id} = ANY (ARRAY(SELECT CAST(k.spelling AS {id_type})
                                      FROM json_array_elements_text(CAST(:ids AS json)) AS k (spelling)))
ORDER BY {h.record_uuid} DESC
