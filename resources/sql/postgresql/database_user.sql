-- The user that rights are granted to.
SELECT CAST(current_user AS text)
