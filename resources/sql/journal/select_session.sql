-- The session, as it stands.
SELECT format, sync_id, environment, request, started_at, plan_complete, worked, state, finished_at FROM session
