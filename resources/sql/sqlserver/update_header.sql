-- The result of one header. The values of the assignments are :v0, :v1 and so on.
-- :lower  its key
-- :upper  its key in capitals
UPDATE {headers} SET {assignments} WHERE {header_key} IN (CAST(:lower AS {key_type}), CAST(:upper AS {key_type}))
