-- All headers by identity and number. Those that the source names by record_uuid are seen from the beginning.
SELECT {header_key} AS refresh_key,
       {h.record_uuid} AS record_key,
       UPPER(LTRIM(RTRIM(COALESCE(CAST({h.order_number} AS nvarchar(400)), '')))) AS refresh_number,
       CASE WHEN EXISTS (SELECT 1 FROM #refresh_source s WHERE s.refresh_key = {header_key}) THEN 1 ELSE 0 END AS seen
INTO #refresh_headers
FROM {headers} h
WHERE {h.record_uuid} IS NOT NULL
