-- When the import began that brought a signal which was set aside; null where it came as news. Programs of before pass it over.
ALTER TABLE personagrain.quarantine ADD COLUMN history_began bigint;
