-- A document that is about to be sent.
-- :number           batch
-- :kind             items or subitems
-- :customer         customer
-- :idempotency_key  key of the request
-- :body             the document, byte for byte
-- :sent_at          when
INSERT INTO batches (number, kind, customer, idempotency_key, body, sent_at)
VALUES (:number, :kind, :customer, :idempotency_key, :body, :sent_at)
