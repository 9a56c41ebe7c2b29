-- State, action, id and customer of some headers.
-- :keys  their keys in every spelling to look for, a JSON list
SELECT {h.record_uuid}, {h.action_type}, {h.sync_state}, {h.monday_item_id}, {h.customer}
FROM {headers} h
WHERE {header_key} IN (SELECT value FROM json_each(:keys))
