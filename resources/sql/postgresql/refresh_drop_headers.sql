-- Forgets the list of headers that an earlier refresh of this connection made.
DROP TABLE IF EXISTS pg_temp.refresh_headers
