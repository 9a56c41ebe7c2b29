-- Forgets the copy of the source that an earlier refresh of this connection made.
DROP TABLE IF EXISTS #refresh_source
