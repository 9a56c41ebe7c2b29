-- All lines of some headers.
-- {lock} keeps others from changing the rows until the end of the transaction; all who lock do it in one order.
-- :keys  keys of the headers in every spelling to look for, a JSON list
SELECT {l.record_uuid}, {l.size_code}, {l.qty}, {l.action_type}, {l.sync_state}, {l.monday_subitem_id}, {l.retry_count}
FROM {lines} l
WHERE {line_key} = ANY (ARRAY(SELECT CAST(k.spelling AS {key_type})
                              FROM json_array_elements_text(CAST(:keys AS json)) AS k (spelling)))
ORDER BY 1, 2
{lock}
