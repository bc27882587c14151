-- The record is found by more than its objects, accounts and people. What most records have is come upon soon by going
-- through the table, and costs no index.
CREATE INDEX audit_action ON audit (action, id) WHERE action <> 'update';
CREATE INDEX audit_kind ON audit (object_kind, id) WHERE object_kind <> 'account' AND object_kind <> 'user';
CREATE INDEX audit_actor_kind ON audit (actor_kind, id) WHERE actor_kind <> 'admin' AND actor_kind <> 'token';
CREATE INDEX audit_ip ON audit (ip, id) WHERE ip <> '';
CREATE INDEX audit_undoes ON audit (undoes) WHERE undoes IS NOT NULL;

-- Of each thousand records, from when to when they are: a period is found by it at no cost to those who write.
CREATE TABLE audit_spans (
    last_id BIGINT PRIMARY KEY NOT NULL,
    first_id BIGINT NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL
);
