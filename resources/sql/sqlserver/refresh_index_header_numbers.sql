-- Finds headers by order number.
CREATE INDEX refresh_headers_number ON #refresh_headers (refresh_number, seen)
