-- Accounts whose users sign in through a directory.
ALTER TABLE accounts ADD COLUMN use_ldap BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE accounts ADD COLUMN ldap_connector BIGINT REFERENCES ldap_connectors (id);
CREATE INDEX accounts_ldap_connector ON accounts (ldap_connector) WHERE ldap_connector IS NOT NULL;

-- What a directory said of a user or an administrator last. stable_id: the entry's own id there, empty where it has none. made: they came to be
-- by a first sign-in. absent_since: since when it has no such entry. asked_at: also when nothing was learned.
CREATE TABLE directory_checks (
    owner_kind TEXT COLLATE "C" NOT NULL,
    owner_id BIGINT NOT NULL,
    connector_id BIGINT NOT NULL,
    stable_id TEXT COLLATE "C" NOT NULL,
    made BOOLEAN NOT NULL,
    absent_since TIMESTAMPTZ,
    asked_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (owner_kind, owner_id)
);
CREATE INDEX directory_checks_asked ON directory_checks (asked_at);
