-- The schema of the tables, times in UTC, how long another writer is waited for, no notes about what is as it should be,
-- and no compilation of statements, which takes longer than most of them.
-- :schema  its exact name
SELECT set_config('search_path', quote_ident(:schema), false), set_config('TimeZone', 'UTC', false),
       set_config('lock_timeout', '10s', false), set_config('client_min_messages', 'warning', false),
       set_config('jit', 'off', false)
