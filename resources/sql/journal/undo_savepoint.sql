-- Takes back one job and leaves the others.
ROLLBACK TO job
