-- Finds the open batches among many closed ones.
CREATE INDEX batches_open ON batches (number) WHERE closed = 0
