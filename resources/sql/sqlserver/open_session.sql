-- Begins a session or takes it up again.
-- :session     its Sync ID
-- :desk        who works, for people
-- :started_at  UTC
-- :expires_at  UTC
MERGE {own}SYNCLINE_SESSIONS WITH (HOLDLOCK) AS known
USING (SELECT :session AS session) AS opened
ON known.session = opened.session
WHEN MATCHED THEN
    UPDATE SET desk = :desk, expires_at = :expires_at
WHEN NOT MATCHED THEN
    INSERT (session, desk, started_at, expires_at) VALUES (:session, :desk, :started_at, :expires_at);
