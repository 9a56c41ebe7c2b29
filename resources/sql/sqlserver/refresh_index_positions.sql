-- Finds pages of the copy.
CREATE UNIQUE INDEX refresh_source_position ON #refresh_source (refresh_position)
