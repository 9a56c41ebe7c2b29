-- A number that changes when another connection has written to the file, and only then.
PRAGMA data_version
