-- A group of the sync. One that this sync made stays made when a resumed run finds it.
-- :customer  customer
-- :id        group
-- :title     its title
-- :origin    found, created or healed
INSERT INTO groups (customer, id, title, origin) VALUES (:customer, :id, :title, :origin)
ON CONFLICT (customer, id) DO UPDATE
SET title = excluded.title, origin = CASE WHEN excluded.origin = 'found' THEN origin ELSE excluded.origin END
