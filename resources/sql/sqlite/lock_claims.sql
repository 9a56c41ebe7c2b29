-- Nothing to do: a transaction that writes has the file for itself. Elsewhere one claim at a time goes on from here.
SELECT version FROM SYNCLINE_SCHEMA
