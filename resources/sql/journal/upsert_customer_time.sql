-- How long the sync has worked for a customer.
-- :customer  customer
-- :time      seconds by where they went, JSON
INSERT INTO customer_times (customer, time) VALUES (:customer, :time)
ON CONFLICT (customer) DO UPDATE SET time = excluded.time
