-- Throttling, known devices, forgotten passwords.

-- Browsers that an owner has signed in with. token_hash is keyed and bound to its owner; the token itself is in the browser's cookie only.
CREATE TABLE devices (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    owner_kind TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    user_agent TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_used_at TEXT NOT NULL
);
CREATE INDEX devices_owner ON devices (owner_kind, owner_id);
CREATE INDEX devices_unused ON devices (last_used_at);

-- Whoever says that the password is forgotten writes a row, whether there is such a login or not; who gets a letter is found out
-- afterwards, away from the request. status: 'waiting', 'done', 'too_many' (never looked at).
CREATE TABLE reset_requests (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    owner_kind TEXT NOT NULL,
    login TEXT NOT NULL,
    status TEXT NOT NULL,
    ip TEXT NOT NULL,
    network TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX reset_requests_login ON reset_requests (owner_kind, login, at);
CREATE INDEX reset_requests_network ON reset_requests (network, at);
CREATE INDEX reset_requests_waiting ON reset_requests (id) WHERE status = 'waiting';
CREATE INDEX reset_requests_at ON reset_requests (at);

-- network: what is throttled together, an IPv4 address or the /64 of an IPv6 one; '' where it is not known.
ALTER TABLE sign_ins ADD COLUMN known_device BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE sign_ins ADD COLUMN network TEXT NOT NULL DEFAULT '';
-- What is counted, and nothing else: however many attempts are recorded, counting costs the same.
CREATE INDEX sign_ins_wrong_of_login ON sign_ins (owner_kind, login, known_device, at)
    WHERE outcome IN ('wrong_password', 'unknown_login', 'unknown_device');
CREATE INDEX sign_ins_wrong_of_network ON sign_ins (network, at)
    WHERE outcome IN ('wrong_password', 'unknown_login', 'unknown_device');

-- The administrator to whom a letter goes.
ALTER TABLE outbox ADD COLUMN admin_id BIGINT;
CREATE INDEX outbox_admin ON outbox (admin_id, kind, id) WHERE admin_id IS NOT NULL;
