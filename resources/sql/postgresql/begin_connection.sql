-- The schema of the tables, times in UTC, and how long another writer is waited for.
-- :schema  its exact name
SELECT set_config('search_path', quote_ident(:schema), false), set_config('TimeZone', 'UTC', false),
       set_config('lock_timeout', '10s', false)
