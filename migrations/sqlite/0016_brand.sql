-- How the platform appears to account users, in the portal and in letters. Pictures are kept for good: a letter shows the one it was written with.
CREATE TABLE brand_logos (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    png BLOB NOT NULL
);

-- One row, with nothing set at first.
CREATE TABLE brand (
    id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    name TEXT,
    support TEXT,
    reply_to TEXT,
    colour TEXT,
    logo_id BIGINT REFERENCES brand_logos (id),
    logo_width BIGINT,
    logo_height BIGINT,
    version BIGINT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL
);
INSERT INTO brand (id, version, updated_at, updated_by) VALUES (1, 1, '2026-11-26T00:00:00+00:00', '');

-- What a letter was written with; an older program knows none of it and sends as it always did.
ALTER TABLE outbox ADD COLUMN from_name TEXT;
ALTER TABLE outbox ADD COLUMN reply_to TEXT;
ALTER TABLE outbox ADD COLUMN logo_id BIGINT REFERENCES brand_logos (id);
