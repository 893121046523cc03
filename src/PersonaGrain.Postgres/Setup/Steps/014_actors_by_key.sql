-- Actors by how their keys begin: people are looked for by the beginning of an identity. It only adds; programs of before go on beside it.
CREATE INDEX actors_by_key ON personagrain.actors (workspace, actor);
