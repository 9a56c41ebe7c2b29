-- A document that is about to be sent; a second intent of the same number replaces the first.
-- :number           batch
-- :kind             items or subitems
-- :customer         customer
-- :idempotency_key  key of the request
-- :body             the document, byte for byte
-- :sent_at          when
INSERT OR REPLACE INTO batches (number, kind, customer, idempotency_key, body, sent_at)
VALUES (:number, :kind, :customer, :idempotency_key, :body, :sent_at)
