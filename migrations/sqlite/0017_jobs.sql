-- Long work: what was asked for, by whom, how far it is, and what became of each object.
-- status: 'waiting', 'running', 'completed', 'failed', 'cancelled'. params, selection: JSON, as the kind reads it. seen_at: when those who asked saw what they chose. reason: JSON, a sentence and what goes into it.
-- Objects are worked on in the order of their ordinals, so done + already + refused of them are over.
CREATE TABLE jobs (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    act TEXT NOT NULL,
    params TEXT NOT NULL,
    selection TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    letters_per_minute BIGINT NOT NULL,
    status TEXT NOT NULL,
    account_id BIGINT,
    undoes BIGINT REFERENCES jobs (id) ON DELETE SET NULL,
    actor_kind TEXT NOT NULL,
    actor_id BIGINT,
    actor_name TEXT NOT NULL,
    ip TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    request_id TEXT NOT NULL,
    place BIGINT NOT NULL,
    is_collected BOOLEAN NOT NULL,
    total BIGINT NOT NULL,
    done BIGINT NOT NULL,
    already BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    reason TEXT,
    created_at TEXT NOT NULL,
    started_at TEXT,
    finished_at TEXT,
    due_at TEXT NOT NULL,
    lease TEXT,
    lease_until TEXT
);
CREATE INDEX jobs_due ON jobs (due_at, id) WHERE finished_at IS NULL;
CREATE INDEX jobs_status ON jobs (status, id);
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;
CREATE UNIQUE INDEX jobs_undone ON jobs (undoes) WHERE undoes IS NOT NULL AND status <> 'failed' AND status <> 'cancelled';

-- version is that of the object when it was chosen, 0 where it had changed by then since it was seen. outcome: 'already', 'refused'; none of one that is done or still to be done.
CREATE TABLE job_items (
    job_id BIGINT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    ordinal BIGINT NOT NULL,
    object_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    label TEXT NOT NULL,
    outcome TEXT,
    reason TEXT,
    PRIMARY KEY (job_id, ordinal)
) WITHOUT ROWID;
CREATE INDEX job_items_outcome ON job_items (job_id, outcome, ordinal) WHERE outcome IS NOT NULL;

-- The job that made a change; undoing one looks for what it did to an object.
ALTER TABLE audit ADD COLUMN job_id BIGINT;
CREATE INDEX audit_job ON audit (job_id, object_id) WHERE job_id IS NOT NULL;
