-- Files that somebody brings in: the heads of the columns, which field each is (JSON both), and each row as it was read.
-- is_read: all of it is here. try_job has tried each row and taken it back, import_job does what was agreed to.
CREATE TABLE imports (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    account_id BIGINT,
    admin_id BIGINT NOT NULL,
    heads TEXT NOT NULL,
    mapping TEXT NOT NULL,
    total BIGINT NOT NULL,
    is_read BOOLEAN NOT NULL,
    created_at TEXT NOT NULL,
    try_job BIGINT,
    import_job BIGINT
);
CREATE INDEX imports_created ON imports (created_at);

-- ordinal: the row's number in the file. meant: what it is about, so that the same twice is found. outcome: 'new', 'changed', 'same', 'refused', none before it was tried;
-- field and reason (JSON) say why it is refused. redirects: mail of somebody who is there already would go elsewhere.
CREATE TABLE import_rows (
    import_id BIGINT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    ordinal BIGINT NOT NULL,
    cells TEXT NOT NULL,
    meant TEXT,
    object_id BIGINT,
    version BIGINT,
    outcome TEXT,
    field TEXT,
    reason TEXT,
    redirects BOOLEAN NOT NULL,
    PRIMARY KEY (import_id, ordinal)
) WITHOUT ROWID;
CREATE INDEX import_rows_outcome ON import_rows (import_id, outcome, ordinal) WHERE outcome IS NOT NULL;
CREATE INDEX import_rows_meant ON import_rows (import_id, meant, ordinal) WHERE meant IS NOT NULL;

-- Which field somebody took a column with this head for.
CREATE TABLE import_mappings (
    admin_id BIGINT NOT NULL REFERENCES admins (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    head TEXT NOT NULL,
    field TEXT NOT NULL,
    PRIMARY KEY (admin_id, kind, head)
) WITHOUT ROWID;
