-- The list of administrators is sorted and searched by these; the program fills them, and housekeeping does so for rows of an older one.
ALTER TABLE admins ADD COLUMN name_key TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE admins ADD COLUMN search TEXT COLLATE "C" NOT NULL DEFAULT '';
