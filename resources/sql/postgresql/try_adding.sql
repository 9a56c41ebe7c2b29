-- Adds no row; fails where none may be added to the table.
INSERT INTO {table} ({columns}) SELECT NULL WHERE 1 = 0
