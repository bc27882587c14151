-- Users are found over all accounts by any part of what is known of them, as accounts are.
CREATE INDEX account_users_search ON account_users USING gin (search gin_trgm_ops) WITH (gin_pending_list_limit = 64);
CREATE INDEX account_users_grams ON account_users USING gin (text_grams(search)) WITH (gin_pending_list_limit = 64);
-- Who has this very address or number stands first.
CREATE INDEX account_users_email ON account_users (lower(email));
CREATE INDEX account_users_phone ON account_users (phone) WHERE phone IS NOT NULL;

-- What an administrator had open last, newest first: a line each of kind, id and when, in seconds of the epoch.
ALTER TABLE admins ADD COLUMN opened TEXT COLLATE "C" NOT NULL DEFAULT '';

-- The overview counts accounts that have been frozen for long, and who signed in lately.
CREATE INDEX accounts_frozen ON accounts (frozen_at) WHERE deleted_at IS NULL AND state_rank = 2;
CREATE INDEX sign_ins_ok ON sign_ins (owner_kind, at) WHERE outcome = 'ok';
