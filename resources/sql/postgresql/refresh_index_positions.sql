-- Finds pages of the copy.
CREATE UNIQUE INDEX ON refresh_source (refresh_position)
