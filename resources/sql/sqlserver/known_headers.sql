-- State, action, id and customer of some headers.
-- :keys  their keys in every spelling to look for, a JSON list
SELECT CAST({h.record_uuid} AS nvarchar(100)), {h.action_type}, {h.sync_state}, {h.monday_item_id}, {h.customer}
FROM {headers} h
WHERE {header_key} IN (SELECT TRY_CAST(k.value COLLATE DATABASE_DEFAULT AS {key_type})
                       FROM OPENJSON(CAST(:keys AS nvarchar(max))) k)
