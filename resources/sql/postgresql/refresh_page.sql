-- Some rows of the copy, with the number of rows that have the same identity.
-- :first  position of the first
-- :last   position of the last
SELECT t.refresh_number, t.refresh_key,
       (SELECT COUNT(*) FROM refresh_source o WHERE o.refresh_key = t.refresh_key),
       {staged}
FROM refresh_source t
WHERE t.refresh_position BETWEEN :first AND :last
ORDER BY t.refresh_position
