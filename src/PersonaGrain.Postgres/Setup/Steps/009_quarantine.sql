-- Signals that were set aside, as they were sent: of one profile and message id the first. They are taken again and removed, or stay.
CREATE TABLE personagrain.quarantine (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    profile  text   NOT NULL,
    id       text   NOT NULL,
    reason   text   NOT NULL,
    field    text   NOT NULL,
    message  text   NOT NULL,
    sample   text,
    signal   bytea  NOT NULL,
    UNIQUE (profile, id)
);
