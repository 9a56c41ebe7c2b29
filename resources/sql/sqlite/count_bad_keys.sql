-- Rows that have no identity: record_uuid is no UUID.
SELECT COUNT(*) FROM {table} t
WHERE {t.record_uuid} IS NULL
   OR typeof({t.record_uuid}) <> 'text'
   OR LOWER(TRIM({t.record_uuid}, '{} ')) = '00000000-0000-0000-0000-000000000000'
   OR LENGTH(TRIM({t.record_uuid}, '{} ')) <> 36
   OR REPLACE(TRIM({t.record_uuid}, '{} '), '-', '') GLOB '*[^0-9a-fA-F]*'
   OR TRIM({t.record_uuid}, '{} ') NOT GLOB '????????-????-????-????-????????????'
