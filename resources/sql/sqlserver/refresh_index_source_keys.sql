-- Finds rows of the copy by their identity.
CREATE INDEX refresh_source_key ON #refresh_source (refresh_key)
