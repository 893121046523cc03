-- Journals are those of actors: a profile's key is its id, that of another kind of actor begins with U+001F. A program of before knows the
-- old names, so it can not write any more once this is done: stop all silos, set up, start.
ALTER TABLE personagrain.journal RENAME COLUMN profile TO actor;
ALTER TABLE personagrain.wakes RENAME COLUMN profile TO actor;
ALTER TABLE personagrain.events RENAME COLUMN profile TO actor;
ALTER TABLE personagrain.profiles RENAME COLUMN profile TO actor;
ALTER TABLE personagrain.profiles RENAME TO actors;

-- Firings that were taken back are few: with this their actor's history is not walked through to find that there are none.
CREATE INDEX journal_retractions ON personagrain.journal (actor, sequence) WHERE kind = 5;

-- The message ids of actors that have more of them than they remember, as fingerprints.
CREATE TABLE personagrain.ids (
    actor text COLLATE "C" NOT NULL,
    id    bigint           NOT NULL,
    PRIMARY KEY (actor, id)
);

-- Why an event happened, and when it was committed; 0 where a program of before wrote it.
ALTER TABLE personagrain.events
    ADD COLUMN cause     smallint NOT NULL DEFAULT 0,
    ADD COLUMN reference text,
    ADD COLUMN committed bigint   NOT NULL DEFAULT 0;

-- Fails with PGJ01 where an actor's journal does not end right before the sequence that an appender wants to write.
-- One look at the end of the primary key for each actor, whatever the size of the journal: a subquery that gives a value, since
-- an EXISTS may be answered by hashing the whole table, and a plan made while the table was empty must not scan it when it is large.
DROP FUNCTION personagrain.require_heads(text[], bigint[]);

CREATE FUNCTION personagrain.require_heads(actors text[], firsts bigint[]) RETURNS void
LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_sort = off
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM unnest(actors, firsts) AS wanted (actor, first)
        WHERE wanted.first - 1 <> coalesce(
            (SELECT j.sequence FROM personagrain.journal j WHERE j.actor = wanted.actor ORDER BY j.sequence DESC LIMIT 1), 0))
    THEN
        RAISE EXCEPTION 'an actor''s journal does not end where its appender thinks' USING ERRCODE = 'PGJ01';
    END IF;
END
$$;

-- The next entries of several journals, each in order, at most so many of each: one statement for all actors that are loaded at the same time.
-- A walk along the primary key for each, whatever a plan was made for; see above.
CREATE FUNCTION personagrain.read_journals(actors text[], afters bigint[], most integer)
RETURNS TABLE (place bigint, sequence bigint, kind smallint, payload bytea)
LANGUAGE sql STABLE
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
    SELECT wanted.place, found.sequence, found.kind, found.payload
    FROM unnest(actors, afters) WITH ORDINALITY AS wanted (actor, after, place)
    CROSS JOIN LATERAL (
        SELECT j.sequence, j.kind, j.payload FROM personagrain.journal j
        WHERE j.actor = wanted.actor AND j.sequence > wanted.after
        ORDER BY j.sequence LIMIT most) found
$$;
