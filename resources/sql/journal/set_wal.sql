-- Readers and the writer do not wait for each other, and a commit is one append.
PRAGMA journal_mode = WAL
