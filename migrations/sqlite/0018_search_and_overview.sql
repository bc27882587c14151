-- Users are found over all accounts by any part of what is known of them. As of accounts, parts of three characters stand in one table, those of
-- one and two in another, each written as the bytes of its UTF-8 in hexadecimal; here neither keeps where in the text a part stands, so what is
-- found is looked into. Users that are not folded stand under 'old'.
CREATE VIRTUAL TABLE account_users_search USING fts5 (
    search, content='', contentless_delete=1, tokenize='trigram case_sensitive 1', detail='none'
);
CREATE VIRTUAL TABLE account_users_search_grams USING fts5 (
    grams, content='', contentless_delete=1, tokenize='ascii', detail='none'
);
CREATE VIEW account_user_grams AS SELECT u.id, CASE WHEN substr(u.search, length(u.search)) <> '¹' THEN 'old' ELSE (
    SELECT group_concat(hex(substr(u.search, key + 1, 1)) || ' ' || hex(substr(u.search, key + 1, 2)), ' ')
    FROM json_each('[0' || replace(hex(zeroblob(length(u.search) - 1)), '00', ',0') || ']')) END AS grams
FROM account_users u;
INSERT INTO account_users_search (rowid, search) SELECT id, search FROM account_users;
INSERT INTO account_users_search_grams (rowid, grams) SELECT id, grams FROM account_user_grams;
CREATE TRIGGER account_users_search_insert AFTER INSERT ON account_users BEGIN
    INSERT INTO account_users_search (rowid, search) VALUES (new.id, new.search);
    INSERT INTO account_users_search_grams (rowid, grams) SELECT id, grams FROM account_user_grams WHERE id = new.id;
END;
CREATE TRIGGER account_users_search_delete AFTER DELETE ON account_users BEGIN
    DELETE FROM account_users_search WHERE rowid = old.id;
    DELETE FROM account_users_search_grams WHERE rowid = old.id;
END;
CREATE TRIGGER account_users_search_update AFTER UPDATE OF search ON account_users WHEN old.search <> new.search BEGIN
    DELETE FROM account_users_search WHERE rowid = old.id;
    INSERT INTO account_users_search (rowid, search) VALUES (new.id, new.search);
    DELETE FROM account_users_search_grams WHERE rowid = old.id;
    INSERT INTO account_users_search_grams (rowid, grams) SELECT id, grams FROM account_user_grams WHERE id = new.id;
END;
-- Who has this very address or number stands first.
CREATE INDEX account_users_email ON account_users (lower(email));
CREATE INDEX account_users_phone ON account_users (phone) WHERE phone IS NOT NULL;

-- What an administrator had open last, newest first: a line each of kind, id and when, in seconds of the epoch.
ALTER TABLE admins ADD COLUMN opened TEXT NOT NULL DEFAULT '';

-- The overview counts accounts that have been frozen for long, and who signed in lately.
CREATE INDEX accounts_frozen ON accounts (frozen_at) WHERE deleted_at IS NULL AND state_rank = 2;
CREATE INDEX sign_ins_ok ON sign_ins (owner_kind, at) WHERE outcome = 'ok';
