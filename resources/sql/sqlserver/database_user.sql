-- The user that rights are granted to; nobody when it is one that has them all.
SELECT CASE WHEN USER_NAME() = 'dbo' THEN NULL ELSE USER_NAME() END
