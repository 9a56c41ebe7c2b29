-- All lines of some headers.
-- {lock} keeps others from changing the rows until the end of the transaction.
-- :keys  keys of the headers in every spelling to look for, a JSON list
SELECT CAST({l.record_uuid} AS nvarchar(100)), {l.size_code}, {l.qty}, {l.action_type}, {l.sync_state},
       {l.monday_subitem_id}, {l.retry_count}
FROM {lines} l {lock}
WHERE {line_key} IN (SELECT TRY_CAST(k.value COLLATE DATABASE_DEFAULT AS {key_type})
                     FROM OPENJSON(CAST(:keys AS nvarchar(max))) k)
