-- What a sync has written of one header.
-- :lower  its key
-- :upper  its key in capitals
SELECT {h.sync_state}, {h.monday_item_id}, {responded}, {updated}
FROM {headers} h
WHERE {header_key} IN (:lower, :upper)
