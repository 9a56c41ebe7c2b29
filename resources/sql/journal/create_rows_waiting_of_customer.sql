-- The same for one customer.
CREATE INDEX rows_waiting_of_customer ON rows (customer, sequence) WHERE state = 'not_sent'
