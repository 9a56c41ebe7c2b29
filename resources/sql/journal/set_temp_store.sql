-- What a savepoint would take back stays in memory: files of a few pages, made and removed with each commit, cost more.
PRAGMA temp_store = MEMORY
