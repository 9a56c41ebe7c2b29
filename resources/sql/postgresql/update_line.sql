-- The result of one line. The values of the assignments are :v0, :v1 and so on.
-- :lower      key of its header
-- :upper      the same in capitals
-- :size_code  its size
UPDATE {lines} SET {assignments} WHERE {line_key} IN (:lower, :upper) AND {size_code} = :size_code
