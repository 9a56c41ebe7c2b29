-- Makes an index that keeps rows apart. Never run, but shown to those who may change the table: it stands in one line and
-- names the schema.
CREATE UNIQUE INDEX {index} ON {qualified_table} ({columns})
