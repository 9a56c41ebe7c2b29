-- Headers that the source does not have.
SELECT k.refresh_key, {h.customer}, {h.order_number}, {h.sync_state}
FROM #refresh_headers k JOIN {headers} h ON {h.record_uuid} = k.record_key
WHERE k.seen = 0
ORDER BY 2, 3, 1
