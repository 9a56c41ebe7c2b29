-- Finds headers by identity.
CREATE INDEX ON refresh_headers (refresh_key)
