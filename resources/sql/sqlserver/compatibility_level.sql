-- The compatibility level of the database of the connection, and its name. Everybody sees that one.
SELECT d.compatibility_level, d.name FROM sys.databases d WHERE d.name = DB_NAME()
