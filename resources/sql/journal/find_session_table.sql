-- One row when the journal was begun. A process that ended before leaves a file without tables.
SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'session'
