-- A page of the keys of the headers that a sync takes of one customer, in the order of sending: what follows :after, a
-- position as the page before ended with. A header that is done comes when lines of it are to be sent: {header_side} IN
-- {line_side} looks for them header by header when the lines have an index, and otherwise once for all headers.
-- :customer      exact name; empty for rows without one
-- :after         position of the last header of the page before; empty for the first page
-- :take_waiting  1: rows that wait
-- :take_failed   1: rows that failed
-- :take_lines    1: headers that are done, for their lines
-- :max_retries   failed rows with fewer retries only
-- :maximum       how many headers
SELECT record_uuid, position
FROM (SELECT {h.record_uuid} AS record_uuid,
             (COALESCE(CAST({h.group_name} AS text), '') || CHR(1) || COALESCE(CAST({h.order_number} AS text), '')
              || CHR(1) || COALESCE(CAST({h.record_uuid} AS text), '')) COLLATE "C" AS position
      FROM {headers} h
      WHERE {of_customer}
        AND COALESCE(UPPER(TRIM(CAST({h.action_type} AS text))), '') <> 'NONE'
        AND ((:take_waiting = 1 AND UPPER(TRIM(CAST({h.sync_state} AS text))) IN ('PENDING', 'NEW'))
             OR (:take_failed = 1 AND UPPER(TRIM(CAST({h.sync_state} AS text))) IN ('FAILED', 'ERROR')
                 AND COALESCE({h.retry_count}, 0) < :max_retries)
             OR (:take_lines = 1 AND UPPER(TRIM(CAST({h.sync_state} AS text))) IN ('SYNCED', 'COMPLETED')
                 AND {header_side} IN (
                     SELECT {line_side} FROM {lines} l
                     WHERE {line_of_header}
                       AND COALESCE(UPPER(TRIM(CAST({l.action_type} AS text))), '') <> 'NONE'
                       AND ((:take_waiting = 1 AND UPPER(TRIM(CAST({l.sync_state} AS text))) IN ('PENDING', 'NEW'))
                            OR (:take_failed = 1 AND UPPER(TRIM(CAST({l.sync_state} AS text))) IN ('FAILED', 'ERROR')
                                AND COALESCE({l.retry_count}, 0) < :max_retries)))))) AS taken
WHERE position > CAST(:after AS text) COLLATE "C"
ORDER BY position
LIMIT CAST(:maximum AS bigint)
