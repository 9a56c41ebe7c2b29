-- Headers with their state, the sum of their sizes and the columns that the mapping needs. Words of JSON come in a
-- collation of their own.
-- {lock} keeps others from changing the rows until the end of the transaction.
-- :keys  their keys in every spelling to look for, a JSON list
SELECT CAST({h.record_uuid} AS nvarchar(100)), {h.order_number}, {h.customer}, {h.group_name}, {h.group_id}, {h.item_name},
       {h.action_type}, {h.sync_state}, {h.monday_item_id}, {h.retry_count},
       {sizes_total},
       {values}
FROM {headers} h {lock}
WHERE {header_key} IN (SELECT TRY_CAST(k.value COLLATE DATABASE_DEFAULT AS {key_type})
                       FROM OPENJSON(CAST(:keys AS nvarchar(max))) k)
