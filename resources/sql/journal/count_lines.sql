-- The ledger of lines, by customer.
SELECT r.customer, l.state, COUNT(*) FROM lines l JOIN rows r ON r.sequence = l.header_row
GROUP BY r.customer, l.state ORDER BY r.customer
