-- Rows that have no identity: record_uuid is no UUID. The first condition passes over the usual ones quickly.
SELECT COUNT(*) FROM {table} t
WHERE COALESCE({t.record_uuid} GLOB '????????-????-????-????-????????????'
               AND REPLACE({t.record_uuid}, '-', '') NOT GLOB '*[^0-9a-fA-F]*'
               AND {t.record_uuid} <> '00000000-0000-0000-0000-000000000000', 0) = 0
  AND ({t.record_uuid} IS NULL
       OR typeof({t.record_uuid}) <> 'text'
       OR TRIM({t.record_uuid}, '{} ') = '00000000-0000-0000-0000-000000000000'
       OR REPLACE(TRIM({t.record_uuid}, '{} '), '-', '') GLOB '*[^0-9a-fA-F]*'
       OR TRIM({t.record_uuid}, '{} ') NOT GLOB '????????-????-????-????-????????????')
