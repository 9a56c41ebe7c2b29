-- Keys of the headers without an item that have an order number.
-- :order_number  exactly
SELECT {h.record_uuid}
FROM {headers} h
WHERE {h.order_number} = :order_number
  AND ({h.monday_item_id} IS NULL OR TRIM(CAST({h.monday_item_id} AS text)) = '')
ORDER BY {h.record_uuid}
