-- Keys of the headers without an item that have an order number.
-- :order_number  exactly
SELECT CAST({h.record_uuid} AS nvarchar(100))
FROM {headers} h
WHERE {h.order_number} = :order_number
  AND ({h.monday_item_id} IS NULL OR LTRIM(RTRIM(CAST({h.monday_item_id} AS nvarchar(100)))) = '')
ORDER BY {h.record_uuid}
