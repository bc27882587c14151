-- What is searched is folded by rules of its own from here on; the last line of such a text is the edition of the rules. Housekeeping folds the
-- other rows, which it finds by these indexes. The text is one that both an older program and this one find.
CREATE INDEX accounts_unfolded ON accounts (id) WHERE substr(search, length(search)) <> '¹';
CREATE INDEX account_users_unfolded ON account_users (id) WHERE substr(search, length(search)) <> '¹';
CREATE INDEX groups_unfolded ON groups (id) WHERE substr(search, length(search)) <> '¹';
CREATE INDEX roles_unfolded ON roles (id) WHERE substr(search, length(search)) <> '¹';
CREATE INDEX outbox_unfolded ON outbox (id) WHERE substr(search, length(search)) <> '¹';

-- Parts of one and two characters, each a number made of their code points. Texts that are not folded yet stand under 0, to be looked into.
CREATE FUNCTION text_grams(it TEXT) RETURNS BIGINT[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 300 AS $$
DECLARE
    grams BIGINT[] := '{}';
    letter TEXT;
    code BIGINT;
    before BIGINT := 0;
BEGIN
    IF substr(it, length(it)) <> '¹' THEN
        RETURN '{0}';
    END IF;
    FOREACH letter IN ARRAY string_to_array(it, NULL) LOOP
        code := ascii(letter);
        -- Nothing that is looked for has a blank in it.
        IF code <= 32 THEN
            code := 0;
        ELSIF before = 0 THEN
            grams := grams || (code << 21);
        ELSE
            grams := grams || (code << 21) || (before << 21 | code);
        END IF;
        before := code;
    END LOOP;
    RETURN grams;
END
$$;
CREATE INDEX accounts_grams ON accounts USING gin (text_grams(search)) WHERE deleted_at IS NULL;
