-- The source as it is at this moment, beside the warehouse and not in it, in the order of the order numbers. refresh_key
-- is the identity in one spelling.
CREATE TEMP TABLE refresh_source AS
SELECT ROW_NUMBER() OVER (ORDER BY UPPER(TRIM(COALESCE(CAST({t.order_number} AS text), ''))) COLLATE "C")
           AS refresh_position,
       UPPER(TRIM(COALESCE(CAST({t.order_number} AS text), ''))) AS refresh_number,
       {source_key} AS refresh_key,
       {staged}
FROM {table} t
