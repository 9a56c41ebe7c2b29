-- The version; UPDATE because a claim locks its row.
GRANT SELECT, UPDATE ON {own}SYNCLINE_SCHEMA TO {user}
