-- One claim at a time goes on from here to the end of its transaction, and sees what the one before has done.
SELECT version FROM SYNCLINE_SCHEMA FOR UPDATE
