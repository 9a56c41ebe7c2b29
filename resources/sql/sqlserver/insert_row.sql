-- A row of the log of calls or of the registry of groups. The values are :v0, :v1 and so on.
INSERT INTO {table} ({columns}) VALUES ({places})
