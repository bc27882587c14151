-- Whether a limit of a tariff is only told (soft) or stops (hard).
ALTER TABLE tariffs ADD COLUMN hard_users BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE tariffs ADD COLUMN hard_profiles BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE tariffs ADD COLUMN hard_databases BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE tariffs ADD COLUMN hard_storage_bytes BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE tariffs ADD COLUMN hard_emails BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE tariffs ADD COLUMN hard_sms BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE tariffs ADD COLUMN hard_pushes BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE tariffs ADD COLUMN hard_api_requests BOOLEAN NOT NULL DEFAULT FALSE;

-- What the platform has reported, for as long as it may come again.
CREATE TABLE usage_events (
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    event_id TEXT NOT NULL,
    received_at TEXT NOT NULL,
    PRIMARY KEY (account_id, event_id)
) WITHOUT ROWID;
CREATE INDEX usage_events_received ON usage_events (received_at);

-- How much an account used of what, in a day or a month of its own. as_of: of a gauge, when the value was read. warned_at, reached_at: when it was told, once in a window.
CREATE TABLE usage_windows (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    metric TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    used BIGINT NOT NULL,
    as_of TEXT NOT NULL,
    warned_at TEXT,
    reached_at TEXT
);
CREATE UNIQUE INDEX usage_windows_starts_at ON usage_windows (account_id, metric, starts_at);
CREATE INDEX usage_windows_ended ON usage_windows (metric, ends_at);

-- The same as it is now, a row for each account of which anything was reported. worst: the greatest share of a limit, in percent. state_rank: 0 within all limits, 1 near one, 2 at one.
-- turns_at: when a window of it begins or ends.
CREATE TABLE account_usage (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    profiles BIGINT,
    databases BIGINT,
    storage_bytes BIGINT,
    emails BIGINT,
    sms BIGINT,
    pushes BIGINT,
    api_requests BIGINT,
    worst BIGINT NOT NULL,
    worst_metric TEXT NOT NULL,
    state_rank BIGINT NOT NULL,
    reported_at TEXT NOT NULL,
    turns_at TEXT NOT NULL
);
CREATE INDEX account_usage_worst ON account_usage (worst, account_id);
CREATE INDEX account_usage_reported ON account_usage (reported_at, account_id);
CREATE INDEX account_usage_state ON account_usage (state_rank, worst, account_id);
CREATE INDEX account_usage_turns ON account_usage (turns_at);

-- Tariffs whose limits were changed: their accounts are judged anew in the order of their ids, beyond this one next.
CREATE TABLE usage_tariffs_changed (
    tariff_id BIGINT NOT NULL PRIMARY KEY REFERENCES tariffs (id) ON DELETE CASCADE,
    beyond BIGINT NOT NULL
);

-- Whoever changes a tariff, or an account's, by whatever door: it is judged by that from now on.
CREATE TRIGGER accounts_usage AFTER UPDATE OF tariff_id ON accounts WHEN old.tariff_id <> new.tariff_id BEGIN
    UPDATE account_usage SET turns_at = '1970-01-01T00:00:00+00:00' WHERE account_id = new.id;
END;
CREATE TRIGGER tariffs_usage AFTER UPDATE ON tariffs WHEN old.max_profiles IS NOT new.max_profiles
    OR old.max_databases IS NOT new.max_databases
    OR old.max_storage_bytes IS NOT new.max_storage_bytes
    OR old.emails_per_month IS NOT new.emails_per_month
    OR old.sms_per_month IS NOT new.sms_per_month
    OR old.pushes_per_month IS NOT new.pushes_per_month
    OR old.api_requests_per_day IS NOT new.api_requests_per_day
    OR old.warn_percent IS NOT new.warn_percent BEGIN
    INSERT INTO usage_tariffs_changed (tariff_id, beyond) VALUES (new.id, 0) ON CONFLICT (tariff_id) DO UPDATE SET beyond = 0;
END;
