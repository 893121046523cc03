-- What is found quickly in a long journal: changes of its person, and firings that were taken back without telling. Few have any.
CREATE INDEX journal_people ON personagrain.journal (workspace, actor, sequence) WHERE kind IN (7, 9);
