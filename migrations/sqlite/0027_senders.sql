-- What the platform sends through. kind: 'akmta', 'smtp' and so on. ips: a line each. What a kind does not have is empty or NULL. tls: 'off', 'starttls', 'tls'. reported_state, reported_at, queued: as the platform has said last, NULL before it has. tried: as of connectors.
CREATE TABLE senders (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    ips TEXT NOT NULL,
    domain_type TEXT NOT NULL,
    host TEXT NOT NULL,
    port BIGINT,
    url TEXT NOT NULL,
    tls TEXT NOT NULL,
    ca TEXT NOT NULL,
    region TEXT NOT NULL,
    key_id TEXT NOT NULL,
    username TEXT NOT NULL,
    password_sealed BLOB,
    token_sealed BLOB,
    max_per_message BIGINT,
    await_delivery BIGINT,
    per_second BIGINT,
    per_day BIGINT,
    reported_state TEXT,
    reported_at TEXT,
    queued BIGINT,
    tried TEXT,
    tried_server TEXT,
    tried_at TEXT,
    deleted_at TEXT,
    search TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL
);
-- Which accounts may send through which sender.
CREATE TABLE sender_accounts (
    sender_id BIGINT NOT NULL REFERENCES senders (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (sender_id, account_id)
);
CREATE INDEX sender_accounts_account ON sender_accounts (account_id);
-- The addresses that senders send from, each in its shortest form and in one sender.
CREATE TABLE sender_ips (
    address TEXT NOT NULL PRIMARY KEY,
    sender_id BIGINT NOT NULL REFERENCES senders (id) ON DELETE CASCADE
);
CREATE INDEX sender_ips_sender ON sender_ips (sender_id);
-- What waits at the platform, as it was reported last. campaign_id, isp: empty where the report does not say.
CREATE TABLE sender_queues (
    sender_id BIGINT NOT NULL REFERENCES senders (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    campaign_id TEXT NOT NULL,
    isp TEXT NOT NULL,
    queued BIGINT NOT NULL,
    PRIMARY KEY (sender_id, account_id, campaign_id, isp)
);
CREATE INDEX sender_queues_account ON sender_queues (account_id);
-- What the platform is to do. act: 'hold', 'release', 'purge'. account_id: whose queue is purged, NULL is all. outcome: 'done', 'failed', 'withdrawn', NULL while it waits.
CREATE TABLE sender_orders (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    sender_id BIGINT NOT NULL REFERENCES senders (id) ON DELETE CASCADE,
    act TEXT NOT NULL,
    account_id BIGINT REFERENCES accounts (id) ON DELETE CASCADE,
    asked_at TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    outcome TEXT,
    settled_at TEXT,
    purged BIGINT,
    said TEXT NOT NULL
);
CREATE INDEX sender_orders_sender ON sender_orders (sender_id, id);
CREATE INDEX sender_orders_waiting ON sender_orders (id) WHERE outcome IS NULL;
CREATE INDEX sender_orders_account ON sender_orders (account_id);
