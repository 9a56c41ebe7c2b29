-- Forgets the planned headers.
DELETE FROM rows
