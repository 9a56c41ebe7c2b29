-- How long another writer is waited for, in milliseconds, and that times begin with the year whatever the language.
SET LOCK_TIMEOUT 10000; SET DATEFORMAT ymd
