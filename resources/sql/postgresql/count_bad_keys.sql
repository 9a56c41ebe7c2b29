-- Rows that have no identity: record_uuid is no UUID.
SELECT COUNT(*) FROM {table} t
WHERE {t.record_uuid} IS NULL
   OR CAST({t.record_uuid} AS text) LIKE '%00000000-0000-0000-0000-000000000000%'
   OR (pg_typeof({t.record_uuid}) <> CAST('uuid' AS regtype)
       AND BTRIM(CAST({t.record_uuid} AS text), '{} ') !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$')
