-- What becomes of pictures, sound and film from elsewhere in an agent's answers.
ALTER TABLE agent ADD COLUMN pictures TEXT NOT NULL DEFAULT 'ask';
