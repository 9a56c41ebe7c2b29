-- The clock of the server, UTC with milliseconds.
SELECT CONVERT(nvarchar(23), SYSUTCDATETIME(), 121)
