-- There is nothing to forget: the name means the latest place.
SAVE TRANSACTION row_state
