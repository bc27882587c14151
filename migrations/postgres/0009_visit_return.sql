-- To where the end of a visit leads back: the list or page it was begun from.
ALTER TABLE visits ADD COLUMN return_to TEXT;
