-- The ledger of headers, by customer.
SELECT customer, state, COUNT(*) FROM rows GROUP BY customer, state ORDER BY customer
