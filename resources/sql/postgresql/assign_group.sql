-- Gives all waiting rows of a customer and title the same group. The values of the assignments are :v0 and so on.
-- :customer  exact name; empty for rows without one
-- :title     title of the group
UPDATE {headers} SET {assignments}
WHERE {of_customer} AND {group_name} = :title AND UPPER(TRIM(CAST({sync_state} AS text))) IN ('PENDING', 'NEW')
