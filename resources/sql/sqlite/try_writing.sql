-- Changes no row; fails where the table may not be written. The values of the assignments are :v0, :v1 and so on.
UPDATE {table} SET {assignments} WHERE 1 = 0
