-- Syncs that are at work, by Sync ID, and until when they count as alive (UTC).
IF OBJECT_ID(N'{own}SYNCLINE_SESSIONS') IS NULL
CREATE TABLE {own}SYNCLINE_SESSIONS (
    session NVARCHAR(64) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
    desk NVARCHAR(400) NOT NULL,
    started_at NVARCHAR(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
    expires_at NVARCHAR(30) COLLATE Latin1_General_100_BIN2 NOT NULL
)
