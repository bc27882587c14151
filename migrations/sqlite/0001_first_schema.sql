-- Steward, first schema (SQLite). The same tables as in migrations/postgres; a test compares them.

CREATE TABLE admins (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    login TEXT NOT NULL UNIQUE,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    tz TEXT NOT NULL,
    theme TEXT NOT NULL,
    role TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    password_hash TEXT,
    totp_secret BLOB,
    totp_last_step BIGINT,
    last_sign_in_at TEXT,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL
);

-- Sign-ins that are under way or done, of administrators ('admin') and account users ('user').
CREATE TABLE sessions (
    key_hash TEXT NOT NULL PRIMARY KEY,
    owner_kind TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    stage TEXT NOT NULL,
    csrf TEXT NOT NULL,
    data TEXT NOT NULL,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    started_at TEXT NOT NULL,
    proved_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX sessions_owner ON sessions (owner_kind, owner_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

-- One-time links: only the hash of the secret in the address is kept.
CREATE TABLE links (
    token_hash TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX links_owner ON links (purpose, owner_id);

CREATE TABLE recovery_codes (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    owner_kind TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    code_hash TEXT NOT NULL
);
CREATE INDEX recovery_codes_owner ON recovery_codes (owner_kind, owner_id);

CREATE TABLE sign_ins (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    owner_kind TEXT NOT NULL,
    owner_id BIGINT,
    login TEXT NOT NULL,
    outcome TEXT NOT NULL,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX sign_ins_owner ON sign_ins (owner_kind, owner_id, id);
CREATE INDEX sign_ins_login ON sign_ins (owner_kind, login, at);
CREATE INDEX sign_ins_ip ON sign_ins (ip, at);

-- search and the …_key columns of every table are filled by the program: lower-cased NFKC, which neither engine's lower() gives for every
-- script. That of a shared resource begins with its name, so that it serves to sort by it too.
CREATE TABLE tariffs (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    search TEXT NOT NULL,
    max_users BIGINT,
    max_profiles BIGINT,
    max_databases BIGINT,
    max_storage_bytes BIGINT,
    emails_per_month BIGINT,
    sms_per_month BIGINT,
    pushes_per_month BIGINT,
    api_requests_per_day BIGINT,
    warn_percent BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    UNIQUE (id, name)
);

-- class: 'database', 'external_data' (and 'ldap' later).
CREATE TABLE connectors (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    class TEXT NOT NULL,
    name TEXT NOT NULL,
    search TEXT NOT NULL,
    kind TEXT NOT NULL,
    host TEXT NOT NULL,
    port BIGINT NOT NULL,
    database_name TEXT NOT NULL,
    username TEXT NOT NULL,
    password_sealed BLOB,
    tls TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    UNIQUE (class, name)
);

-- Days are NULL where the channel keeps nothing.
CREATE TABLE web_version_policies (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    search TEXT NOT NULL,
    email_days BIGINT,
    sms_days BIGINT,
    push_days BIGINT,
    messenger_days BIGINT,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL
);

-- tariff_name is kept beside tariff_id by the foreign key itself, so that a list by tariff needs no join and no sort.
CREATE TABLE accounts (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    search TEXT NOT NULL,
    tariff_id BIGINT NOT NULL,
    tariff_name TEXT NOT NULL,
    tz TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    frozen BOOLEAN NOT NULL,
    frozen_at TEXT,
    payment_url TEXT,
    freeze_reason TEXT,
    limit_reached BOOLEAN NOT NULL,
    state_rank BIGINT NOT NULL GENERATED ALWAYS AS (
        CASE WHEN NOT active THEN 3 WHEN frozen THEN 2 WHEN limit_reached THEN 1 ELSE 0 END
    ) STORED,
    deleted_at TEXT,
    user_count BIGINT NOT NULL,
    account_postgresql BIGINT REFERENCES connectors (id),
    account_cache_clickhouse BIGINT REFERENCES connectors (id),
    web_version_policy BIGINT REFERENCES web_version_policies (id),
    save_email_web_versions BOOLEAN NOT NULL,
    enable_pixel BOOLEAN NOT NULL,
    enable_smart_settings BOOLEAN NOT NULL,
    enable_push BOOLEAN NOT NULL,
    enable_track_email_replies BOOLEAN NOT NULL,
    custom_push_domain TEXT,
    reports_day BIGINT NOT NULL,
    reports_hour BIGINT NOT NULL,
    force_2fa_auth BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    FOREIGN KEY (tariff_id, tariff_name) REFERENCES tariffs (id, name) ON UPDATE CASCADE
);
-- Those of the list hold no deleted accounts, so that counting and paging need not look at the table to leave them out.
CREATE INDEX accounts_title ON accounts (title_key, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_tariff ON accounts (tariff_name, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_tariff_id ON accounts (tariff_id, tariff_name);
CREATE INDEX accounts_tz ON accounts (tz, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_state ON accounts (state_rank, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_users ON accounts (user_count, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_created ON accounts (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX accounts_deleted ON accounts (deleted_at, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX accounts_postgresql ON accounts (account_postgresql) WHERE account_postgresql IS NOT NULL;
CREATE INDEX accounts_clickhouse ON accounts (account_cache_clickhouse) WHERE account_cache_clickhouse IS NOT NULL;
CREATE INDEX accounts_policy ON accounts (web_version_policy) WHERE web_version_policy IS NOT NULL;

CREATE TABLE account_external_data (
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    connector_id BIGINT NOT NULL REFERENCES connectors (id),
    PRIMARY KEY (account_id, connector_id)
);
CREATE INDEX account_external_data_connector ON account_external_data (connector_id);

CREATE TABLE account_users (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    login TEXT NOT NULL,
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    search TEXT NOT NULL,
    email TEXT NOT NULL,
    language TEXT NOT NULL,
    phone TEXT,
    notify_email TEXT,
    alert_limits BOOLEAN NOT NULL,
    alert_complaints BOOLEAN NOT NULL,
    alert_hard_bounces BOOLEAN NOT NULL,
    alert_soft_bounces BOOLEAN NOT NULL,
    alert_daily_report BOOLEAN NOT NULL,
    alert_weekly_report BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    master BOOLEAN NOT NULL,
    is_ldap BOOLEAN NOT NULL,
    password_hash TEXT,
    must_change_password BOOLEAN NOT NULL,
    totp_secret BLOB,
    totp_last_step BIGINT,
    has_avatar BOOLEAN NOT NULL,
    last_sign_in_at TEXT,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    UNIQUE (account_id, login)
);
CREATE INDEX account_users_account ON account_users (account_id, id);
CREATE INDEX account_users_name ON account_users (account_id, name_key, id);
CREATE INDEX account_users_enrolled ON account_users (account_id) WHERE totp_secret IS NOT NULL;

CREATE TABLE user_avatars (
    user_id BIGINT NOT NULL PRIMARY KEY REFERENCES account_users (id) ON DELETE CASCADE,
    png BLOB NOT NULL
);

CREATE TABLE groups (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    search TEXT NOT NULL,
    is_main BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    UNIQUE (account_id, name)
);

CREATE TABLE user_groups (
    user_id BIGINT NOT NULL REFERENCES account_users (id) ON DELETE CASCADE,
    group_id BIGINT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, group_id)
);
CREATE INDEX user_groups_group ON user_groups (group_id);

CREATE TABLE roles (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    search TEXT NOT NULL,
    actions TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    UNIQUE (account_id, name)
);

CREATE TABLE user_roles (
    user_id BIGINT NOT NULL REFERENCES account_users (id) ON DELETE CASCADE,
    role_id BIGINT NOT NULL REFERENCES roles (id) ON DELETE CASCADE,
    PRIMARY KEY (user_id, role_id)
);
CREATE INDEX user_roles_role ON user_roles (role_id);

-- html and body hold a mark where the secret of the letter's link goes; link_sealed holds the whole link until the letter is sent or given up.
-- search is filled by the program from recipient and subject.
CREATE TABLE outbox (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    account_id BIGINT,
    user_id BIGINT,
    recipient TEXT NOT NULL,
    language TEXT NOT NULL,
    subject TEXT NOT NULL,
    search TEXT NOT NULL,
    html TEXT NOT NULL,
    body TEXT NOT NULL,
    link_sealed BLOB,
    status TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_attempt_at TEXT NOT NULL,
    taken_until TEXT,
    last_error TEXT,
    created_at TEXT NOT NULL,
    give_up_at TEXT NOT NULL,
    sent_at TEXT
);
CREATE INDEX outbox_due ON outbox (status, next_attempt_at);
CREATE INDEX outbox_user ON outbox (user_id, kind, id);

-- changes is JSON: a list of [field, old, new].
CREATE TABLE audit (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id BIGINT,
    actor_name TEXT NOT NULL,
    on_behalf_of TEXT,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    request_id TEXT NOT NULL,
    action TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id BIGINT,
    object_name TEXT NOT NULL,
    account_id BIGINT,
    changes TEXT NOT NULL
);
CREATE INDEX audit_account ON audit (account_id, id);
CREATE INDEX audit_actor ON audit (actor_name, id);
CREATE INDEX audit_object ON audit (object_kind, object_id, id);

-- Substring search in any script, from three characters up.
CREATE VIRTUAL TABLE accounts_search USING fts5 (
    search, content='accounts', content_rowid='id', tokenize='trigram case_sensitive 1', detail='full'
);
-- Only accounts that are not deleted stand in it, so that a search need not look at the table to leave the others out.
CREATE TRIGGER accounts_search_insert AFTER INSERT ON accounts WHEN new.deleted_at IS NULL BEGIN
    INSERT INTO accounts_search (rowid, search) VALUES (new.id, new.search);
END;
CREATE TRIGGER accounts_search_delete AFTER DELETE ON accounts WHEN old.deleted_at IS NULL BEGIN
    INSERT INTO accounts_search (accounts_search, rowid, search) VALUES ('delete', old.id, old.search);
END;
CREATE TRIGGER accounts_search_out AFTER UPDATE OF search, deleted_at ON accounts
WHEN old.deleted_at IS NULL AND (new.deleted_at IS NOT NULL OR old.search <> new.search) BEGIN
    INSERT INTO accounts_search (accounts_search, rowid, search) VALUES ('delete', old.id, old.search);
END;
CREATE TRIGGER accounts_search_in AFTER UPDATE OF search, deleted_at ON accounts
WHEN new.deleted_at IS NULL AND (old.deleted_at IS NOT NULL OR old.search <> new.search) BEGIN
    INSERT INTO accounts_search (rowid, search) VALUES (new.id, new.search);
END;
