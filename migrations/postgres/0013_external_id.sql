-- The account's id in the billing system or the CRM, as its owners call it there.
ALTER TABLE accounts ADD COLUMN external_id TEXT COLLATE "C";
CREATE UNIQUE INDEX accounts_external_id ON accounts (external_id);
