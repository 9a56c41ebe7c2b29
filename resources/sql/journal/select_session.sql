-- The session, as it stands.
SELECT format, sync_id, environment, request, started_at, plan_complete, used, state, finished_at FROM session
