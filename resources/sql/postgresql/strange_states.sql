-- Words in sync_state that mean nothing to us, with the number of rows.
SELECT {t.sync_state}, COUNT(*) FROM {table} t
WHERE COALESCE(UPPER(TRIM(CAST({t.sync_state} AS text))), '') NOT IN
      ('', 'PENDING', 'NEW', 'SYNCED', 'COMPLETED', 'FAILED', 'ERROR', 'EXISTING', 'NONE')
GROUP BY 1
ORDER BY 1
