-- Forgets a place in the transaction; what was done since then stays as it is.
RELEASE SAVEPOINT row_state
