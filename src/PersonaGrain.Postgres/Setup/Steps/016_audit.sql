-- Who changed what, of all workspaces: it tells of those too that are gone, so it is no part of what is removed with one. It only adds; programs of before go on beside it.
CREATE TABLE personagrain.audit (
    position  bigint   GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        bigint   NOT NULL,
    key       text     NOT NULL,
    action    smallint NOT NULL,
    subject   text     NOT NULL,
    detail    text     NOT NULL
);
