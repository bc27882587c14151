-- The key file and the database belong together: a constant that the key has sealed, and the key's fingerprint, from which nothing of it can be told.
CREATE TABLE secret_key (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    sealed BLOB NOT NULL,
    fingerprint TEXT NOT NULL,
    created_at TEXT NOT NULL
);

-- How soon a letter's link expires: 0 within the hour, 1 within days, 2 never, it has none. An older program writes notices, as far as this knows.
ALTER TABLE outbox ADD COLUMN urgency BIGINT NOT NULL DEFAULT 2;
UPDATE outbox SET urgency = CASE kind WHEN 'reset' THEN 0 ELSE 1 END WHERE kind IN ('reset', 'welcome', 'admin-access') AND status = 'queued';
CREATE INDEX outbox_next ON outbox (urgency, next_attempt_at, id) WHERE status = 'queued';
