ALTER TABLE agent ADD COLUMN detail TEXT NOT NULL DEFAULT 'summary';

-- Whether the answer ended before the step did.
ALTER TABLE step ADD COLUMN cut INTEGER NOT NULL DEFAULT 0;
