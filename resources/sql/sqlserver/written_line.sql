-- What a sync has written of one line.
-- :lower      key of its header
-- :upper      the same in capitals
-- :size_code  its size
SELECT {l.sync_state}, {l.monday_subitem_id}, {responded}, {updated}
FROM {lines} l
WHERE {line_key} IN (CAST(:lower AS {key_type}), CAST(:upper AS {key_type})) AND {l.size_code} = :size_code
