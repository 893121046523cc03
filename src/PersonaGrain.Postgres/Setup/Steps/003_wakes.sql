-- When to wake which profile. The sequence is the newest entry that the writer knew: an older writer changes nothing.
-- "Not at all" is the largest bigint; the row stays, so that an older writer can not bring a wake-up back.
CREATE TABLE personagrain.wakes (
    profile  text COLLATE "C" PRIMARY KEY,
    shard    smallint         NOT NULL,
    at       bigint           NOT NULL,
    sequence bigint           NOT NULL
) WITH (fillfactor = 70);

CREATE INDEX wakes_due ON personagrain.wakes (shard, at, profile) WHERE at < 9223372036854775807;
