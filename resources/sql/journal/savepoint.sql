-- Begins one job among those that are committed together.
SAVEPOINT job
