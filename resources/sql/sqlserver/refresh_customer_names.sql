-- The customer of each landing table, for rows without one.
SELECT {source_table}, MIN(LTRIM(RTRIM({t.customer}))) FROM {table} t
WHERE {source_table} IS NOT NULL AND LTRIM(RTRIM({t.customer})) <> ''
GROUP BY {source_table}
