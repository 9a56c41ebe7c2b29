-- The schema of the tables, times in UTC, how long another writer is waited for, and no notes about what is as it should
-- be.
-- :schema  its exact name
SELECT set_config('search_path', quote_ident(:schema), false), set_config('TimeZone', 'UTC', false),
       set_config('lock_timeout', '10s', false), set_config('client_min_messages', 'warning', false)
