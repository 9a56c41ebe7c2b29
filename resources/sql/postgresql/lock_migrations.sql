-- One program at a time goes on from here to the end of its transaction, before there is a table to lock.
SELECT pg_advisory_xact_lock(hashtext('SYNCLINE_SCHEMA'))
