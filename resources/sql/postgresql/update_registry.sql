-- A known group in the registry of groups. The values of the assignments are :v0 and so on.
-- :group_id  the group
-- :board_id  its board
UPDATE {registry} SET {assignments} WHERE {registry_group_id} = :group_id AND {registry_board}
