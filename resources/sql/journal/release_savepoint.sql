-- Ends one job.
RELEASE job
