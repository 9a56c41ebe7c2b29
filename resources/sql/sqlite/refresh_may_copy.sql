-- Temporary tables may always be made.
SELECT 1
