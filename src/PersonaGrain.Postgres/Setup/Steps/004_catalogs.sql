CREATE TABLE personagrain.catalogs (
    version  integer     PRIMARY KEY,
    document text        NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now()
);
