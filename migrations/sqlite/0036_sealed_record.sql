-- The record sealed. Salt and mac are written with a record (null in those from before, and where there was no key), tx is null here, where one writes at a time. What is sealed has its number in the order of commits, and how it was found then: 0 from before, 1 as it was written, 2 by nobody who has the key.
ALTER TABLE audit ADD COLUMN salt BLOB;
ALTER TABLE audit ADD COLUMN mac BLOB;
ALTER TABLE audit ADD COLUMN tx BIGINT;
ALTER TABLE audit ADD COLUMN seq BIGINT;
ALTER TABLE audit ADD COLUMN format BIGINT;
CREATE INDEX audit_salt ON audit (at, salt) WHERE salt IS NOT NULL;
CREATE UNIQUE INDEX audit_seq ON audit (seq) WHERE seq IS NOT NULL;
CREATE INDEX audit_unsealed ON audit (id) WHERE seq IS NULL;

-- How far the tree over the record has grown: its size, the hashes of its last tile of each level, how many records are from before, and up to which number records were removed.
CREATE TABLE audit_tree (
    id BIGINT NOT NULL PRIMARY KEY,
    size BIGINT NOT NULL,
    edge BLOB NOT NULL,
    from_before BIGINT NOT NULL,
    removed BIGINT NOT NULL
);
INSERT INTO audit_tree (id, size, edge, from_before, removed) VALUES (1, 0, x'', 0, 0);

-- 256 hashes each; level 0 has those of the records.
CREATE TABLE audit_tiles (
    level BIGINT NOT NULL,
    tile BIGINT NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (level, tile)
);

-- Signed notes. Each names the one before it, so that no two follow the same one.
CREATE TABLE audit_checkpoints (
    size BIGINT NOT NULL PRIMARY KEY,
    previous BIGINT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    note TEXT NOT NULL
);

-- The keys that signed, in their order, without their secrets. Records up to after_id were written before the key was there. The mac is of the same key.
CREATE TABLE audit_keys (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    public BLOB NOT NULL UNIQUE,
    after_id BIGINT NOT NULL,
    at TEXT NOT NULL,
    mac BLOB NOT NULL
);

-- The record held against itself: how far that is, with the roots of the tree up to there, and what was found. One at a time has 1 in running.
CREATE TABLE audit_verifications (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    running BIGINT UNIQUE,
    began_at TEXT NOT NULL,
    began_by TEXT NOT NULL,
    size BIGINT NOT NULL,
    checked BIGINT NOT NULL,
    roots BLOB NOT NULL,
    ended_at TEXT,
    what TEXT NOT NULL DEFAULT '',
    wrong BIGINT
);

-- Where checkpoints are kept elsewhere: addresses, one a line, to which the newest goes daily, and the last that went there and into a file.
CREATE TABLE audit_anchors (
    id BIGINT NOT NULL PRIMARY KEY,
    addresses TEXT NOT NULL,
    mailed_at TEXT,
    mailed_size BIGINT NOT NULL DEFAULT 0,
    filed_at TEXT,
    filed_size BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL
);
INSERT INTO audit_anchors (id, addresses, version, updated_at, updated_by) VALUES (1, '', 1, '2026-01-01T00:00:00+00:00', '');
