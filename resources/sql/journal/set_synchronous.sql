-- A commit returns when it is on the disk: what was sent must be known after a power cut.
PRAGMA synchronous = FULL
