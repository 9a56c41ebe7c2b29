-- Remembers a place in the transaction.
SAVE TRANSACTION row_state
