-- The answer broke off here, and its end is as the platform has it.
ALTER TABLE answer ADD COLUMN recovered INTEGER NOT NULL DEFAULT 0;
