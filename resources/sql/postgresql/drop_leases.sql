-- All that a session holds but some rows.
-- :session  its Sync ID
-- :kept     keys of leases that stay, a JSON list
DELETE FROM SYNCLINE_LEASES
WHERE session = :session AND lease_key NOT IN (SELECT json_array_elements_text(CAST(:kept AS json)))
