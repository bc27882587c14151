-- What is searched is folded by rules of its own from here on; the last line of such a text is the edition of the rules. Housekeeping folds the
-- other rows, which it finds by these indexes. The text is one that both an older program and this one find.
CREATE INDEX accounts_unfolded ON accounts (id) WHERE substr(search, length(search)) <> '¹';
CREATE INDEX account_users_unfolded ON account_users (id) WHERE substr(search, length(search)) <> '¹';
CREATE INDEX groups_unfolded ON groups (id) WHERE substr(search, length(search)) <> '¹';
CREATE INDEX roles_unfolded ON roles (id) WHERE substr(search, length(search)) <> '¹';
CREATE INDEX outbox_unfolded ON outbox (id) WHERE substr(search, length(search)) <> '¹';

-- Parts of one and two characters, each written as the bytes of its UTF-8 in hexadecimal. Accounts that are not folded yet stand under 'old', to be
-- looked into. Like accounts_search it holds no deleted ones.
CREATE VIRTUAL TABLE accounts_search_grams USING fts5 (
    grams, content='', contentless_delete=1, tokenize='ascii', detail='none'
);
INSERT INTO accounts_search_grams (rowid, grams) SELECT id, 'old' FROM accounts WHERE deleted_at IS NULL;
CREATE VIEW account_grams AS SELECT a.id, CASE WHEN substr(a.search, length(a.search)) <> '¹' THEN 'old' ELSE (
    SELECT group_concat(hex(substr(a.search, key + 1, 1)) || ' ' || hex(substr(a.search, key + 1, 2)), ' ')
    FROM json_each('[0' || replace(hex(zeroblob(length(a.search) - 1)), '00', ',0') || ']')) END AS grams
FROM accounts a WHERE a.deleted_at IS NULL;
CREATE TRIGGER accounts_search_grams_insert AFTER INSERT ON accounts BEGIN
    INSERT INTO accounts_search_grams (rowid, grams) SELECT id, grams FROM account_grams WHERE id = new.id;
END;
CREATE TRIGGER accounts_search_grams_delete AFTER DELETE ON accounts WHEN old.deleted_at IS NULL BEGIN
    DELETE FROM accounts_search_grams WHERE rowid = old.id;
END;

-- One trigger for both tables: of two for one event SQLite runs the newer first, which put the new text in before it took the old one out, and
-- with it what both had in common.
DROP TRIGGER accounts_search_out;
DROP TRIGGER accounts_search_in;
CREATE TRIGGER accounts_search_update AFTER UPDATE OF search, deleted_at ON accounts
WHEN old.search <> new.search OR (old.deleted_at IS NULL) <> (new.deleted_at IS NULL) BEGIN
    INSERT INTO accounts_search (accounts_search, rowid, search) SELECT 'delete', old.id, old.search WHERE old.deleted_at IS NULL;
    INSERT INTO accounts_search (rowid, search) SELECT new.id, new.search WHERE new.deleted_at IS NULL;
    DELETE FROM accounts_search_grams WHERE rowid = old.id;
    INSERT INTO accounts_search_grams (rowid, grams) SELECT id, grams FROM account_grams WHERE id = new.id;
END;
