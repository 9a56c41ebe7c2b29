-- Rows that have no identity: record_uuid is no UUID. Its length is asked for because a longer text would be cut.
SELECT COUNT(*)
FROM {table} t
CROSS APPLY (SELECT REPLACE(REPLACE(LTRIM(RTRIM(CAST({t.record_uuid} AS nvarchar(4000)))), '{', ''), '}', '') AS plain) k
WHERE k.plain IS NULL
   OR LEN(k.plain) <> 36
   OR TRY_CAST(k.plain AS uniqueidentifier) IS NULL
   OR k.plain = '00000000-0000-0000-0000-000000000000'
