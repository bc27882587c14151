-- The databases of an account and their indexes, as the platform reports them and as they are asked for. Of a database: fields: a list in JSON, each with its kind and, where it was reported, how many of its values repeat. reported_at: as of when the newest report is; an older one is passed over. gone: the platform has it no more; the row stays, so that a report that is late does not bring it back. indexes_gone_at: as of when an index of it went last.
CREATE TABLE account_databases (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    profiles BIGINT NOT NULL,
    fields TEXT NOT NULL,
    created_at TEXT,
    changed_at TEXT,
    reported_at TEXT NOT NULL,
    gone BOOLEAN NOT NULL,
    indexes_gone_at TEXT,
    search TEXT NOT NULL,
    UNIQUE (account_id, name)
);

-- fields: a line each, in their order. state: 'requested', 'building', 'ready', 'failed', 'deleting'. same: fields and options in one text; no database has two alike. segments: that search by it, a line each. created_by: who asked for it, or reported it first.
CREATE TABLE account_indexes (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    database_id BIGINT NOT NULL REFERENCES account_databases (id) ON DELETE CASCADE,
    fields TEXT NOT NULL,
    reverse BOOLEAN NOT NULL,
    is_unique BOOLEAN NOT NULL,
    history_key BOOLEAN NOT NULL,
    same TEXT,
    is_system BOOLEAN NOT NULL,
    state TEXT NOT NULL,
    percent BIGINT,
    reason TEXT NOT NULL,
    size BIGINT,
    segments TEXT NOT NULL,
    reported_at TEXT,
    created_by TEXT NOT NULL,
    search TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    UNIQUE (database_id, same)
);
CREATE INDEX account_indexes_account ON account_indexes (account_id);
-- The platform asks again and again what is to be done.
CREATE INDEX account_indexes_state ON account_indexes (state, id);
