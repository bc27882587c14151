-- Connectors are tried before they are trusted. ca: the certificates of a private authority, PEM. tried: 'ok' or why it failed, of the connection as it is stored; none of one that was never tried, or was changed since.
ALTER TABLE connectors ADD COLUMN ca TEXT NOT NULL DEFAULT '';
ALTER TABLE connectors ADD COLUMN tried TEXT;
ALTER TABLE connectors ADD COLUMN tried_server TEXT;
ALTER TABLE connectors ADD COLUMN tried_at TEXT;

-- When something was tried last, so that nobody tries too often; subject: 'database:7', or who tries what is not stored yet.
CREATE TABLE trials (
    subject TEXT NOT NULL PRIMARY KEY,
    at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX trials_at ON trials (at);
