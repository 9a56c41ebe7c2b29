-- The canonical name of each customer's name.
SELECT {t.name}, {t.canonical} FROM {table} t WHERE {t.name} IS NOT NULL AND LTRIM(RTRIM({t.canonical})) <> ''
