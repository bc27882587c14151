-- Administrators whose password is a directory's.
ALTER TABLE admins ADD COLUMN is_ldap BOOLEAN NOT NULL DEFAULT FALSE;

-- The directory that administrators may sign in through: one row, with none at first.
CREATE TABLE admin_directory (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    connector_id BIGINT REFERENCES ldap_connectors (id),
    version BIGINT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL
);
INSERT INTO admin_directory (id, version, updated_at, updated_by) VALUES (1, 1, '2026-11-27T00:00:00+00:00', '');

-- Which role its groups give. position: as they were typed. dn_key, stable_id, known: as in ldap_groups.
CREATE TABLE admin_directory_groups (
    dn_key TEXT NOT NULL PRIMARY KEY,
    dn TEXT NOT NULL,
    role TEXT NOT NULL,
    position BIGINT NOT NULL,
    stable_id TEXT NOT NULL,
    known TEXT NOT NULL
);

-- The version of an administrator's row whom a directory's word has switched off: while it is that one, its word switches them on again.
ALTER TABLE directory_checks ADD COLUMN switched_off BIGINT;
