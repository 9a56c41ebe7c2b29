-- The highest place in the order of sending.
SELECT COALESCE(MAX(sequence), 0) FROM rows
