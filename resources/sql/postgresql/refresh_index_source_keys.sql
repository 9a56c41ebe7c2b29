-- Finds rows of the copy by their identity.
CREATE INDEX ON refresh_source (refresh_key)
