-- Forms that were posted after their session had ended, until their person has signed in again.

CREATE TABLE kept_forms (
    token_hash TEXT NOT NULL,
    path TEXT NOT NULL,
    owner_kind TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    pairs_sealed BYTEA NOT NULL,
    ip TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (token_hash, path)
);
CREATE INDEX kept_forms_ip ON kept_forms (ip);
CREATE INDEX kept_forms_expires ON kept_forms (expires_at);
