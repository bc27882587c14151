-- What was sent of an account on a day of its own, and what came back: the newest report of a day stands.
CREATE TABLE quality_days (
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    sent BIGINT NOT NULL,
    complaints BIGINT NOT NULL,
    hard BIGINT NOT NULL,
    soft BIGINT NOT NULL,
    reported_at TEXT NOT NULL,
    PRIMARY KEY (account_id, day)
) WITHOUT ROWID;
CREATE INDEX quality_days_day ON quality_days (day);

-- When it was told last that too much of one kind came back.
CREATE TABLE quality_alerts (
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    told_at TEXT NOT NULL,
    PRIMARY KEY (account_id, kind)
) WITHOUT ROWID;

-- From which share on it is told, in thousandths of a percent, of days on which so much was sent: one row.
CREATE TABLE alert_settings (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    complaints BIGINT NOT NULL,
    hard BIGINT NOT NULL,
    soft BIGINT NOT NULL,
    min_sent BIGINT NOT NULL,
    version BIGINT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL
);
INSERT INTO alert_settings (id, complaints, hard, soft, min_sent, version, updated_at, updated_by)
    VALUES (1, 70, 1000, 30000, 1000, 1, '2026-11-27T00:00:00+00:00', '');

-- How much an account used of what on a day of its own, for its reports. as_of: of a gauge, when the value was read.
CREATE TABLE usage_days (
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    metric TEXT NOT NULL,
    used BIGINT NOT NULL,
    as_of TEXT NOT NULL,
    PRIMARY KEY (account_id, day, metric)
) WITHOUT ROWID;
CREATE INDEX usage_days_day ON usage_days (day);

-- Of a tariff whose limit of users is only told: when it was, once in a month of the account, which ends then.
CREATE TABLE usage_users (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    ends_at TEXT NOT NULL,
    warned_at TEXT,
    reached_at TEXT
);

-- Accounts that have another number of users, where that may be told.
CREATE TABLE usage_recounted (
    account_id BIGINT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE
);

-- When the next report of an account is due, where somebody asks for it. next_date: of which local date it is; none where that is still to be found out, from then on.
CREATE TABLE report_plans (
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    next_date TEXT,
    next_at TEXT NOT NULL,
    PRIMARY KEY (account_id, kind)
) WITHOUT ROWID;
CREATE INDEX report_plans_next ON report_plans (next_at);

-- What became of each: one row for a local date, at whichever node.
CREATE TABLE report_runs (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    local_date TEXT NOT NULL,
    planned_at TEXT NOT NULL,
    ran_at TEXT NOT NULL,
    outcome TEXT NOT NULL,
    late BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    letters BIGINT NOT NULL
);
CREATE UNIQUE INDEX report_runs_date ON report_runs (account_id, kind, local_date);
CREATE INDEX report_runs_ran ON report_runs (ran_at);

INSERT INTO report_plans (account_id, kind, next_at)
    SELECT DISTINCT u.account_id, 'daily', '1970-01-01T00:00:00+00:00' FROM account_users u WHERE u.active AND u.alert_daily_report;
INSERT INTO report_plans (account_id, kind, next_at)
    SELECT DISTINCT u.account_id, 'weekly', '1970-01-01T00:00:00+00:00' FROM account_users u WHERE u.active AND u.alert_weekly_report;

-- Whoever ticks a report, or another hour, day or zone of an account, by whatever door: it is planned anew from then on, and one that is due already stays so.
CREATE TRIGGER account_users_daily_asked AFTER INSERT ON account_users WHEN new.active AND new.alert_daily_report BEGIN
    INSERT INTO report_plans (account_id, kind, next_at) VALUES (new.account_id, 'daily', new.updated_at)
    ON CONFLICT (account_id, kind) DO UPDATE SET kind = excluded.kind;
END;
CREATE TRIGGER account_users_daily_changed AFTER UPDATE OF active, alert_daily_report ON account_users WHEN new.active AND new.alert_daily_report AND NOT (old.active AND old.alert_daily_report) BEGIN
    INSERT INTO report_plans (account_id, kind, next_at) VALUES (new.account_id, 'daily', new.updated_at)
    ON CONFLICT (account_id, kind) DO UPDATE SET kind = excluded.kind;
END;
CREATE TRIGGER account_users_weekly_asked AFTER INSERT ON account_users WHEN new.active AND new.alert_weekly_report BEGIN
    INSERT INTO report_plans (account_id, kind, next_at) VALUES (new.account_id, 'weekly', new.updated_at)
    ON CONFLICT (account_id, kind) DO UPDATE SET kind = excluded.kind;
END;
CREATE TRIGGER account_users_weekly_changed AFTER UPDATE OF active, alert_weekly_report ON account_users WHEN new.active AND new.alert_weekly_report AND NOT (old.active AND old.alert_weekly_report) BEGIN
    INSERT INTO report_plans (account_id, kind, next_at) VALUES (new.account_id, 'weekly', new.updated_at)
    ON CONFLICT (account_id, kind) DO UPDATE SET kind = excluded.kind;
END;
CREATE TRIGGER accounts_reports AFTER UPDATE OF tz, reports_hour, reports_day ON accounts
WHEN old.tz <> new.tz OR old.reports_hour <> new.reports_hour OR old.reports_day <> new.reports_day BEGIN
    UPDATE report_plans SET next_date = CASE WHEN next_at <= new.updated_at THEN next_date END, next_at = new.updated_at
    WHERE account_id = new.id AND (kind = 'weekly' OR old.tz <> new.tz OR old.reports_hour <> new.reports_hour);
END;

-- Another number of users, or another limit of them, where it is only told.
CREATE TRIGGER accounts_users_counted AFTER UPDATE OF user_count, tariff_id ON accounts
WHEN old.user_count <> new.user_count OR old.tariff_id <> new.tariff_id BEGIN
    INSERT INTO usage_recounted (account_id) SELECT new.id FROM tariffs t WHERE t.id = new.tariff_id
        AND ((t.max_users IS NOT NULL AND NOT t.hard_users) OR new.limit_reached)
    ON CONFLICT (account_id) DO NOTHING;
END;
DROP TRIGGER tariffs_usage;
CREATE TRIGGER tariffs_usage AFTER UPDATE ON tariffs WHEN old.max_users IS NOT new.max_users
    OR old.hard_users IS NOT new.hard_users
    OR old.max_profiles IS NOT new.max_profiles
    OR old.max_databases IS NOT new.max_databases
    OR old.max_storage_bytes IS NOT new.max_storage_bytes
    OR old.emails_per_month IS NOT new.emails_per_month
    OR old.sms_per_month IS NOT new.sms_per_month
    OR old.pushes_per_month IS NOT new.pushes_per_month
    OR old.api_requests_per_day IS NOT new.api_requests_per_day
    OR old.warn_percent IS NOT new.warn_percent BEGIN
    INSERT INTO usage_tariffs_changed (tariff_id, beyond) VALUES (new.id, 0) ON CONFLICT (tariff_id) DO UPDATE SET beyond = 0;
END;
