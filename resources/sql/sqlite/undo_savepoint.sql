-- Takes back what was done since then.
ROLLBACK TO row_state
