-- The customer of each landing table, for rows without one.
SELECT {source_table}, MIN(TRIM({t.customer})) FROM {table} t
WHERE {source_table} IS NOT NULL AND TRIM({t.customer}) <> ''
GROUP BY {source_table}
