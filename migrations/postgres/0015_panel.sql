-- A slow-down of a login that somebody lifted: what went wrong until then is not counted any more.
CREATE TABLE lifts (
    owner_kind TEXT NOT NULL,
    login TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (owner_kind, login)
);

-- The overview of an account shows the newest of its letters that failed.
CREATE INDEX outbox_failed ON outbox (account_id, id) WHERE status = 'failed';
