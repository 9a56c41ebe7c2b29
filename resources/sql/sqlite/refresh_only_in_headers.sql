-- Headers that the source does not have.
SELECT k.refresh_key, {h.customer}, {h.order_number}, {h.sync_state}
FROM refresh_headers k CROSS JOIN {headers} h
WHERE k.seen = 0 AND {h.record_uuid} = k.record_key
ORDER BY 2, 3, 1
