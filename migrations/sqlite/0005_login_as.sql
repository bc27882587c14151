-- Visits: an administrator in the portal as an account user. Who, whom and why stay readable when the people are gone, so nothing refers to them.
-- mode: 'read-only', 'read-write'. notice: the account's policy when the visit began: 'off', 'after', 'start'.
CREATE TABLE visits (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE,
    session_hash TEXT NOT NULL,
    admin_id BIGINT NOT NULL,
    admin_login TEXT NOT NULL,
    admin_name TEXT NOT NULL,
    user_id BIGINT NOT NULL,
    user_login TEXT NOT NULL,
    account_id BIGINT NOT NULL,
    mode TEXT NOT NULL,
    reason TEXT NOT NULL,
    ticket TEXT,
    notice TEXT NOT NULL,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    started_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ended_at TEXT,
    ended_why TEXT
);
-- One at a time for each administrator, whoever is quicker.
CREATE UNIQUE INDEX visits_running ON visits (admin_id) WHERE ended_at IS NULL;
CREATE INDEX visits_session ON visits (session_hash);
CREATE INDEX visits_admin ON visits (admin_login, id);
CREATE INDEX visits_user ON visits (user_id, id);
CREATE INDEX visits_account ON visits (account_id, id);

-- What was looked at: each page once, without what stood behind the question mark.
CREATE TABLE visit_pages (
    visit_id BIGINT NOT NULL REFERENCES visits (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    views BIGINT NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    PRIMARY KEY (visit_id, path)
);

ALTER TABLE audit ADD COLUMN visit_id BIGINT;
CREATE INDEX audit_visit ON audit (visit_id, id) WHERE visit_id IS NOT NULL;

-- Whether a letter tells the users of visits: 'off', 'after', 'start'.
ALTER TABLE accounts ADD COLUMN login_as_notice TEXT NOT NULL DEFAULT 'after';
