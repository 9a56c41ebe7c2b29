-- How long the sync worked for each customer, JSON.
SELECT customer, time FROM customer_times
