-- How long the sync worked for each customer: seconds by where they went, JSON.
CREATE TABLE customer_times (customer TEXT PRIMARY KEY, time TEXT NOT NULL) WITHOUT ROWID
