-- Planned lines that were not sent leave the plan.
-- :header_row  sequence of their header
-- :size_code   one of them, or empty for all
-- :state       that they are in
DELETE FROM lines
WHERE header_row = :header_row AND state = :state AND open_batch IS NULL
  AND (:size_code = '' OR size_code = :size_code)
