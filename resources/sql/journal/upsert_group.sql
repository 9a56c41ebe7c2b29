-- A group of the sync. One that this sync made stays made when a resumed run finds it.
-- :customer   customer
-- :id         group
-- :title      its title
-- :origin     found, created or healed
-- :row_count  rows in it
INSERT INTO groups (customer, id, title, origin, row_count) VALUES (:customer, :id, :title, :origin, :row_count)
ON CONFLICT (customer, id) DO UPDATE
SET title = excluded.title, row_count = excluded.row_count,
    origin = CASE WHEN excluded.origin = 'found' THEN origin ELSE excluded.origin END
