-- What Steward does by itself: when it last began and how long it took, whether it is at work (and until when that is believed), how often in a row it failed, and who switched it off.
CREATE TABLE schedule_jobs (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    began_at TEXT,
    took_ms BIGINT,
    running_until TEXT,
    failures BIGINT NOT NULL DEFAULT 0,
    failing_since TEXT,
    error TEXT NOT NULL DEFAULT '',
    off_at TEXT,
    off_by TEXT NOT NULL DEFAULT ''
);

-- A job of the kind 'platform' is what the platform reports of its own work: params is its name, selection its id there, seen_at as of when it was reported, due_at when it is lost.
CREATE UNIQUE INDEX jobs_platform ON jobs (kind, coalesce(account_id, 0), selection) WHERE kind = 'platform';
