-- A view is a name for a list's address: its filters, order, page size and columns, as the query of the address. It grants nothing.
CREATE TABLE views (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    list TEXT NOT NULL,
    owner_id BIGINT NOT NULL REFERENCES admins (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    -- Empty, the name of a role, or 'all'.
    shared TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL
);
CREATE UNIQUE INDEX views_name ON views (owner_id, list, name);

-- How an administrator likes each list: columns and their order, rows a page, density, pinned views; JSON, by the list's name.
ALTER TABLE admins ADD COLUMN lists TEXT NOT NULL DEFAULT '';

-- The record whose change this one took back.
ALTER TABLE audit ADD COLUMN undoes BIGINT;
