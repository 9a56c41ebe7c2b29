-- Remembers a place in the transaction.
SAVEPOINT row_state
