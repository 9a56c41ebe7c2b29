-- Finds what is still to be sent without walking over what was.
CREATE INDEX rows_waiting ON rows (sequence) WHERE state = 'not_sent'
