-- Where operators are told of what happens. kind: 'email', 'webhook', 'telegram', 'slack'. events: the keys of those it wants, with a blank between; heard: those of them that are severe enough, with a blank around each. accounts: ids with a comma around each, asked where all_accounts is false. secret_sealed: the token of a bot, or an address that is a secret. signing_sealed: what messages are signed with, and behind a blank what they were before, until before_until. failures: how many attempts have failed since one went well, failing_since: since when. rest_until: until when its other side wants to be left alone. last_error is JSON: a message.
CREATE TABLE notifiers (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    language TEXT NOT NULL,
    events TEXT NOT NULL,
    min_severity TEXT NOT NULL,
    heard TEXT NOT NULL,
    quiet_hours BIGINT NOT NULL,
    all_accounts BOOLEAN NOT NULL,
    accounts TEXT NOT NULL DEFAULT '',
    emails TEXT NOT NULL,
    url TEXT NOT NULL,
    ca TEXT NOT NULL,
    chat_id TEXT NOT NULL,
    secret_sealed BLOB,
    signing_sealed BLOB,
    before_until TEXT,
    failures BIGINT NOT NULL DEFAULT 0,
    failing_since TEXT,
    rest_until TEXT,
    last_sent_at TEXT,
    last_error TEXT,
    tried TEXT,
    tried_server TEXT,
    tried_at TEXT,
    search TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL
);
-- One event on its way to one notifier. object: the kind and id of what it is about. said is JSON: a list of [field, value]. status: 'queued', 'sent', 'failed' or 'cancelled'.
CREATE TABLE notifier_deliveries (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    notifier_id BIGINT NOT NULL REFERENCES notifiers (id) ON DELETE CASCADE,
    message_id TEXT NOT NULL,
    event TEXT NOT NULL,
    object TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id BIGINT,
    object_name TEXT NOT NULL,
    account_id BIGINT,
    said TEXT NOT NULL,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt_at TEXT NOT NULL,
    taken_until TEXT,
    created_at TEXT NOT NULL,
    give_up_at TEXT NOT NULL,
    ended_at TEXT
);
CREATE INDEX notifier_deliveries_due ON notifier_deliveries (notifier_id, next_attempt_at, id) WHERE status = 'queued';
CREATE INDEX notifier_deliveries_over ON notifier_deliveries (created_at) WHERE status <> 'queued';
CREATE INDEX notifier_deliveries_quiet ON notifier_deliveries (notifier_id, event, object, created_at);
CREATE INDEX notifier_deliveries_taken ON notifier_deliveries (notifier_id, taken_until) WHERE status = 'queued';
