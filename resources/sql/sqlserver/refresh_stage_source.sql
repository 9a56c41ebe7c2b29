-- The source as it is at this moment, beside the warehouse and not in it, in the order of the order numbers. refresh_key
-- is the identity in one spelling.
SELECT ROW_NUMBER() OVER (ORDER BY UPPER(LTRIM(RTRIM(COALESCE(CAST({t.order_number} AS nvarchar(400)), ''))))
                          COLLATE Latin1_General_100_BIN2) AS refresh_position,
       UPPER(LTRIM(RTRIM(COALESCE(CAST({t.order_number} AS nvarchar(400)), '')))) AS refresh_number,
       {source_key} AS refresh_key,
       {staged}
INTO #refresh_source
FROM {table} t
