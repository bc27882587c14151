-- Who is not written to. is_global: whether it is asked of every account. emails, phones, domains: how many entries of each kind it has. The first one is there from the beginning and stays global.
CREATE TABLE stop_lists (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    is_global BOOLEAN NOT NULL,
    emails BIGINT NOT NULL DEFAULT 0,
    phones BIGINT NOT NULL DEFAULT 0,
    domains BIGINT NOT NULL DEFAULT 0,
    deleted_at TEXT,
    search TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL
);
INSERT INTO stop_lists (name, description, is_global, search, version, created_at, updated_at, updated_by)
VALUES ('Global', '', TRUE, 'global', 1, '2026-11-27T00:00:00+00:00', '2026-11-27T00:00:00+00:00', 'steward');
-- What the entries are hashed and sealed with, itself sealed under the installation's key.
CREATE TABLE stop_list_key (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    key_sealed BLOB NOT NULL,
    created_at TEXT NOT NULL
);
-- hash: of the MD5 of the value in its canonical form, keyed; the value stands nowhere. md5_sealed: that MD5, where the installation keeps it. kind: 'email', 'phone', 'domain'. source: 'administrator', 'api', 'import', 'hard_bounce', 'complaint'.
CREATE TABLE stop_list_entries (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    list_id BIGINT NOT NULL REFERENCES stop_lists (id) ON DELETE CASCADE,
    hash BLOB NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    reason TEXT NOT NULL,
    added_by TEXT NOT NULL,
    added_at TEXT NOT NULL,
    md5_sealed BLOB
);
CREATE UNIQUE INDEX stop_list_entries_hash ON stop_list_entries (hash, list_id);
CREATE INDEX stop_list_entries_list ON stop_list_entries (list_id, id);
-- A file that was brought in. kind: of what its MD5s are. entries, refused: what was read; added, duplicated, updated: what has become of it so far. job_id: NULL until it was begun.
CREATE TABLE stop_list_imports (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    list_id BIGINT NOT NULL REFERENCES stop_lists (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    added_by TEXT NOT NULL,
    entries BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    added BIGINT NOT NULL,
    duplicated BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    is_read BOOLEAN NOT NULL,
    job_id BIGINT,
    created_at TEXT NOT NULL
);
CREATE INDEX stop_list_imports_list ON stop_list_imports (list_id);
-- Entries that wait to be put on the list, packed; each part goes with the change that does so.
CREATE TABLE stop_list_import_parts (
    import_id BIGINT NOT NULL REFERENCES stop_list_imports (id) ON DELETE CASCADE,
    ordinal BIGINT NOT NULL,
    entries BLOB NOT NULL,
    PRIMARY KEY (import_id, ordinal)
);
-- Lines that were no value, the first 10000.
CREATE TABLE stop_list_refusals (
    import_id BIGINT NOT NULL REFERENCES stop_list_imports (id) ON DELETE CASCADE,
    line BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (import_id, line)
);
