-- Forgets the planned lines.
DELETE FROM lines
