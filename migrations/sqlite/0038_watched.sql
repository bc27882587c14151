-- Why a record deserves a look: 'owner', 'network', 'refusals' or 'factor'.
ALTER TABLE audit ADD COLUMN mark TEXT;
CREATE INDEX audit_marked ON audit (id) WHERE mark IS NOT NULL;
CREATE INDEX audit_marked_at ON audit (at) WHERE mark IS NOT NULL;
CREATE INDEX audit_refused ON audit (actor_name, at) WHERE action = 'refused';

-- The networks that the token was used from, with blanks between, the one that came last at the end.
ALTER TABLE api_tokens ADD COLUMN networks TEXT NOT NULL DEFAULT '';

-- Since when a letter's texts are not kept any more.
ALTER TABLE outbox ADD COLUMN forgotten_at TEXT;
CREATE INDEX outbox_with_text ON outbox (id) WHERE forgotten_at IS NULL AND status <> 'queued';
