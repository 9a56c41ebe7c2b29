-- The user of the program finds the tables.
GRANT USAGE ON SCHEMA {schema} TO {user}
