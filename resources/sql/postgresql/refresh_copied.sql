-- From here on this user may do again what the server says.
RESET default_transaction_read_only
