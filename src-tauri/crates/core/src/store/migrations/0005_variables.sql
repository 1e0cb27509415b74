-- The values of variables by key, as JSON: those that apply from a conversation's next question on, those a turn was asked
-- with, those used last with an agent, and those kept under a name.
ALTER TABLE conversation ADD COLUMN variable_values TEXT NOT NULL DEFAULT '{}';
-- Empty while nobody knows which ones a turn was asked with.
ALTER TABLE turn ADD COLUMN variable_values TEXT NOT NULL DEFAULT '';
ALTER TABLE agent ADD COLUMN last_values TEXT NOT NULL DEFAULT '{}';

CREATE TABLE preset (
    id              TEXT PRIMARY KEY,
    agent_id        TEXT NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    name            TEXT NOT NULL,
    variable_values TEXT NOT NULL,
    UNIQUE (agent_id, name)
) STRICT;
