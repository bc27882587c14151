-- Lists as workbooks that a job makes, a part of their rows at a time. data: the part, packed; behind one another the parts of a sheet are its text, which the archive has as one member.
-- sheet_rows, sheet_size, sheet_crc: how far the sheet has come with this part, as text. packed: how long data is. place: where the next part begins, as the list's address says it; none of the last.
CREATE TABLE export_parts (
    job_id BIGINT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    ordinal BIGINT NOT NULL,
    sheet BIGINT NOT NULL,
    sheet_rows BIGINT NOT NULL,
    sheet_size BIGINT NOT NULL,
    sheet_crc BIGINT NOT NULL,
    place TEXT,
    packed BIGINT NOT NULL,
    data BYTEA NOT NULL,
    PRIMARY KEY (job_id, ordinal)
);
