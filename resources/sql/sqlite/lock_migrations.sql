-- Nothing to do: a transaction that writes has the file for itself. Elsewhere one program at a time goes on from here.
SELECT 1
