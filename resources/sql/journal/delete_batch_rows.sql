-- A closed batch needs its rows no more.
-- :batch  batch
DELETE FROM batch_rows WHERE batch = :batch
