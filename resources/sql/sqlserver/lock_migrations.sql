-- One program at a time goes on from here to the end of its transaction, before there is a table to lock.
EXEC sp_getapplock @Resource = 'SYNCLINE_SCHEMA', @LockMode = 'Exclusive', @LockTimeout = 10000
