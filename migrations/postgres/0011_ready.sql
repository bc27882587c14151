-- Which programs can work with this schema: those that know the migration with this number. A migration that takes away what programs before it
-- need, or means something else by it, raises the number to its own; all others leave it.
CREATE TABLE schema_fit (
    id BIGINT NOT NULL PRIMARY KEY,
    oldest BIGINT NOT NULL
);
INSERT INTO schema_fit (id, oldest) VALUES (1, 6);

-- One row, written to find out whether anything can be.
CREATE TABLE probes (
    id BIGINT NOT NULL PRIMARY KEY,
    at TIMESTAMPTZ NOT NULL
);
INSERT INTO probes (id, at) VALUES (1, '2026-01-01T00:00:00Z');
