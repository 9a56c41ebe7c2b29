-- Headers with their state, the sum of their sizes and the columns that the mapping needs.
-- {lock} keeps others from changing the rows until the end of the transaction; all who lock do it in one order.
-- :keys  their keys in every spelling to look for, a JSON list
SELECT {h.record_uuid}, {h.order_number}, {h.customer}, {h.group_name}, {h.group_id}, {h.item_name}, {h.action_type},
       {h.sync_state}, {h.monday_item_id}, {h.retry_count},
       {sizes_total},
       {values}
FROM {headers} h
WHERE {header_key} = ANY (ARRAY(SELECT CAST(k.spelling AS {key_type})
                                FROM json_array_elements_text(CAST(:keys AS json)) AS k (spelling)))
ORDER BY 1
{lock}
