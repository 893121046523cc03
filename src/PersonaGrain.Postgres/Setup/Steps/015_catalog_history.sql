-- By whom each catalog was put in force, and why; null where it is not known. It only adds; programs of before go on beside it.
ALTER TABLE personagrain.catalogs ADD COLUMN author text, ADD COLUMN message text;
