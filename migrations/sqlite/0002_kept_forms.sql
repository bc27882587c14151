-- Forms that were posted after their session had ended, until their person has signed in again.

CREATE TABLE kept_forms (
    token_hash TEXT NOT NULL,
    path TEXT NOT NULL,
    owner_kind TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    pairs_sealed BLOB NOT NULL,
    ip TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (token_hash, path)
);
CREATE INDEX kept_forms_ip ON kept_forms (ip);
CREATE INDEX kept_forms_expires ON kept_forms (expires_at);

-- The accounts of one state by title. Most are in the plain state, and their order is another index's business.
CREATE INDEX accounts_state_title ON accounts (state_rank, title_key, id) WHERE deleted_at IS NULL AND state_rank <> 0;
