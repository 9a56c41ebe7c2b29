-- The groups of the sync, with the rows that it sends to them.
SELECT groups.customer, groups.id, groups.title, groups.origin, COALESCE(counted.row_count, 0)
FROM groups LEFT JOIN (
    SELECT customer, group_title, COUNT(*) AS row_count FROM rows WHERE state <> 'refused' GROUP BY customer, group_title
) AS counted ON counted.customer = groups.customer AND counted.group_title = groups.title
ORDER BY groups.customer, groups.title, groups.id
