-- What a board was last sent.
GRANT SELECT, INSERT, UPDATE, DELETE ON {own}SYNCLINE_ROW_STATE TO {user}
