-- Finds headers by order number.
CREATE INDEX ON refresh_headers (refresh_number, seen)
