-- What watchers and segments read. Positions are given out under one lock that is held to the end of the
-- transaction, so they become visible in order and a reader that goes on after the newest one misses none.
CREATE SEQUENCE personagrain.event_position;

CREATE TABLE personagrain.events (
    position bigint           PRIMARY KEY,
    profile  text COLLATE "C" NOT NULL,
    shard    smallint         NOT NULL,
    kind     smallint         NOT NULL,
    subject  text COLLATE "C" NOT NULL,
    at       bigint           NOT NULL,
    version  integer          NOT NULL,
    score    double precision
);

CREATE INDEX events_of_subject ON personagrain.events (subject, shard, position);
