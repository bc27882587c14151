-- What groups of a directory give: names of an account's groups and roles, a line each, and whether their people are masters. name: the DN as it was typed. dn_key: as DNs are compared. stable_id: by which the directory knows a group that is moved or renamed, empty where it was not told. known: 'found', 'missing', or 'unknown' where the directory said nothing when it was saved.
CREATE TABLE ldap_groups (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    connector_id BIGINT NOT NULL REFERENCES ldap_connectors (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    dn_key TEXT NOT NULL,
    stable_id TEXT NOT NULL DEFAULT '',
    known TEXT NOT NULL DEFAULT 'unknown',
    group_names TEXT NOT NULL,
    role_names TEXT NOT NULL,
    master BOOLEAN NOT NULL,
    search TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    UNIQUE (connector_id, dn_key)
);
