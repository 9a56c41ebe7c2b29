-- The groups of the sync.
SELECT customer, id, title, origin, row_count FROM groups ORDER BY customer, title, id
