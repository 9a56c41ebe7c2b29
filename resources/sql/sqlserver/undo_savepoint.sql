-- Takes back what was done since then.
ROLLBACK TRANSACTION row_state
