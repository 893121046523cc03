CREATE TABLE personagrain.catalogs (
    version  integer     PRIMARY KEY,
    document text        NOT NULL,
    applied  bigint      NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now()
);
