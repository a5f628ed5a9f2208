-- squawk must find fault: every reader waits while the table is rewritten, and old rows have no value.
ALTER TABLE plan ADD COLUMN surprise integer NOT NULL;
