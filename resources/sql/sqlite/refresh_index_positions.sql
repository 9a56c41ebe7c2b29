-- Finds pages of the copy.
CREATE UNIQUE INDEX temp.refresh_source_position ON refresh_source (refresh_position)
