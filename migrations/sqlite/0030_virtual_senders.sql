-- Through which senders an account sends, by rules. spread: 'message', 'recipient'. when_off: 'hold', 'next'. group_ids: the groups that may use it, with blanks between; empty is all. rules: those of each channel in their order, in JSON, with the salt and the slots of each.
CREATE TABLE virtual_senders (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    spread TEXT NOT NULL,
    when_off TEXT NOT NULL,
    group_ids TEXT NOT NULL DEFAULT '',
    rules TEXT NOT NULL DEFAULT '{"email":[],"sms":[],"last_id":0}',
    search TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    UNIQUE (account_id, name)
);
-- The senders that its rules name, each with the first such rule's number in its channel.
CREATE TABLE virtual_sender_senders (
    virtual_sender_id BIGINT NOT NULL REFERENCES virtual_senders (id) ON DELETE CASCADE,
    sender_id BIGINT NOT NULL REFERENCES senders (id),
    rule BIGINT NOT NULL,
    PRIMARY KEY (virtual_sender_id, sender_id)
);
CREATE INDEX virtual_sender_senders_sender ON virtual_sender_senders (sender_id);
-- The groups that may use it, and those that its rules name.
CREATE TABLE virtual_sender_groups (
    virtual_sender_id BIGINT NOT NULL REFERENCES virtual_senders (id) ON DELETE CASCADE,
    group_id BIGINT NOT NULL REFERENCES groups (id) ON DELETE CASCADE,
    PRIMARY KEY (virtual_sender_id, group_id)
);
CREATE INDEX virtual_sender_groups_group ON virtual_sender_groups (group_id);
