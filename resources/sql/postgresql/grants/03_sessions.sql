-- Syncs that are at work.
GRANT SELECT, INSERT, UPDATE, DELETE ON {own}SYNCLINE_SESSIONS TO {user}
