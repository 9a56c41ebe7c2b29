-- Keys of the headers that a sync takes of one customer, in the order of sending. A header that is done comes when
-- lines of it are to be sent: {header_side} IN {line_side} looks for them header by header when the lines have an index,
-- and otherwise once for all headers. The order stands in subqueries because a column that is lacking would be a constant
-- there.
-- :customer      exact name; empty for rows without one
-- :take_waiting  1: rows that wait
-- :take_failed   1: rows that failed
-- :take_lines    1: headers that are done, for their lines
-- :max_retries   failed rows with fewer retries only
-- :maximum       how many headers; -1 for all
SELECT TOP (CASE WHEN :maximum < 0 THEN 9223372036854775807 ELSE CAST(:maximum AS bigint) END)
       CAST({h.record_uuid} AS nvarchar(100))
FROM {headers} h
WHERE {of_customer}
  AND COALESCE(UPPER(LTRIM(RTRIM({h.action_type}))), '') <> 'NONE'
  AND ((:take_waiting = 1 AND UPPER(LTRIM(RTRIM({h.sync_state}))) IN ('PENDING', 'NEW'))
       OR (:take_failed = 1 AND UPPER(LTRIM(RTRIM({h.sync_state}))) IN ('FAILED', 'ERROR')
           AND COALESCE({h.retry_count}, 0) < :max_retries)
       OR (:take_lines = 1 AND UPPER(LTRIM(RTRIM({h.sync_state}))) IN ('SYNCED', 'COMPLETED')
           AND {header_side} IN (
               SELECT {line_side} FROM {lines} l
               WHERE {line_of_header}
                 AND COALESCE(UPPER(LTRIM(RTRIM({l.action_type}))), '') <> 'NONE'
                 AND ((:take_waiting = 1 AND UPPER(LTRIM(RTRIM({l.sync_state}))) IN ('PENDING', 'NEW'))
                      OR (:take_failed = 1 AND UPPER(LTRIM(RTRIM({l.sync_state}))) IN ('FAILED', 'ERROR')
                          AND COALESCE({l.retry_count}, 0) < :max_retries)))))
ORDER BY (SELECT CAST({h.group_name} AS nvarchar(400)) COLLATE Latin1_General_100_BIN2),
         (SELECT CAST({h.order_number} AS nvarchar(400)) COLLATE Latin1_General_100_BIN2),
         {h.record_uuid}
