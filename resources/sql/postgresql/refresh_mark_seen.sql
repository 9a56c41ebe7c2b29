-- These headers belong to rows of the source.
-- :keys  identities in the spelling of refresh_key, a JSON list
UPDATE refresh_headers SET seen = 1 WHERE refresh_key = ANY (ARRAY(SELECT json_array_elements_text(CAST(:keys AS json))))
