-- The record of every profile. One row per entry; (profile, sequence) decides between two appenders.
-- Instants are ticks of 100 ns since 0001-01-01T00:00:00Z, which timestamptz could not hold exactly.
CREATE TABLE personagrain.journal (
    profile  text COLLATE "C" NOT NULL,
    sequence bigint           NOT NULL,
    kind     smallint         NOT NULL,
    at       bigint           NOT NULL,
    payload  bytea            NOT NULL,
    PRIMARY KEY (profile, sequence)
);

-- Every profile with at least one entry, by shard.
CREATE TABLE personagrain.profiles (
    shard   smallint         NOT NULL,
    profile text COLLATE "C" NOT NULL,
    PRIMARY KEY (shard, profile)
);

-- Totals, spread over rows so that commits side by side do not wait for one another.
CREATE TABLE personagrain.totals (
    slot     smallint PRIMARY KEY,
    profiles bigint   NOT NULL DEFAULT 0,
    signals  bigint   NOT NULL DEFAULT 0
) WITH (fillfactor = 20);

INSERT INTO personagrain.totals (slot) SELECT generate_series(0, 63);

-- Fails with PGJ01 where a profile's journal does not end right before the sequence that an appender wants to write.
-- One look at the end of the primary key for each profile, whatever the size of the journal: a subquery that gives a value, since
-- an EXISTS may be answered by hashing the whole table, and a plan made while the table was empty must not scan it when it is large.
CREATE FUNCTION personagrain.require_heads(profiles text[], firsts bigint[]) RETURNS void
LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_sort = off
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM unnest(profiles, firsts) AS wanted (profile, first)
        WHERE wanted.first - 1 <> coalesce(
            (SELECT j.sequence FROM personagrain.journal j WHERE j.profile = wanted.profile ORDER BY j.sequence DESC LIMIT 1), 0))
    THEN
        RAISE EXCEPTION 'a profile''s journal does not end where its appender thinks' USING ERRCODE = 'PGJ01';
    END IF;
END
$$;
