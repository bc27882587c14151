-- Tokens of the Administrator API: only hashes of their secrets are kept. scopes: codes with blanks between.
CREATE TABLE api_tokens (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    search TEXT NOT NULL,
    prefix TEXT NOT NULL,
    secret_hash TEXT NOT NULL UNIQUE,
    previous_hash TEXT UNIQUE,
    previous_until TEXT,
    scopes TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    expires_at TEXT NOT NULL,
    admin_id BIGINT NOT NULL,
    last_used_at TEXT,
    leaked_at TEXT,
    reminded_at TEXT,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL
);
CREATE INDEX api_tokens_search ON api_tokens (search, id);

-- Calls of a minute, by 'token:ID' or 'ip:ADDRESS'.
CREATE TABLE api_rates (
    subject TEXT NOT NULL,
    minute BIGINT NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (subject, minute)
);

-- First answers by Idempotency-Key; no status while the call is running.
CREATE TABLE api_answers (
    token_id BIGINT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status BIGINT,
    body TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (token_id, idempotency_key)
);
CREATE INDEX api_answers_created ON api_answers (created_at);
