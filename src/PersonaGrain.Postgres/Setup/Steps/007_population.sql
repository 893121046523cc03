-- What all profiles together say. Each commit that counted something adds one small row: none is written twice, so commits
-- never wait for one another. Now and then they are folded into the one row of counts and go, in one transaction.
CREATE TABLE personagrain.population_deltas (
    catalog integer NOT NULL,
    body    bytea   NOT NULL
);

CREATE TABLE personagrain.population (
    id      smallint PRIMARY KEY CHECK (id = 1),
    catalog integer  NOT NULL,
    body    bytea    NOT NULL
);

INSERT INTO personagrain.population VALUES (1, 0, '');

-- What profiles are scored by; number 0 stands for "nothing published yet".
CREATE TABLE personagrain.publication (
    id          smallint PRIMARY KEY CHECK (id = 1),
    number      bigint   NOT NULL,
    at          bigint   NOT NULL,
    body        bytea    NOT NULL,
    decisive    bigint   NOT NULL,
    decisive_at bigint   NOT NULL
);

INSERT INTO personagrain.publication VALUES (1, 0, 0, '', 0, 0);
