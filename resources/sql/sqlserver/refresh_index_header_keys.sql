-- Finds headers by identity.
CREATE INDEX refresh_headers_key ON #refresh_headers (refresh_key)
