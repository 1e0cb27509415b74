-- Out of the list, and found by searching all the same.
ALTER TABLE conversation ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
-- The person gave the title: nothing else changes it.
ALTER TABLE conversation ADD COLUMN named INTEGER NOT NULL DEFAULT 0;
-- The name and the place at the top that the platform is known to have given it.
ALTER TABLE conversation ADD COLUMN name_there TEXT NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN pinned_there INTEGER NOT NULL DEFAULT 0;
-- The platform has deleted it.
ALTER TABLE conversation ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
-- A removed one that the platform keeps: its row stays, so that no list of the platform's brings it back.
ALTER TABLE conversation ADD COLUMN kept_there INTEGER NOT NULL DEFAULT 0;

CREATE INDEX conversation_in_order ON conversation (archived, pinned, active_at, id) WHERE removed_at = 0;
CREATE INDEX conversation_of_agent_in_order ON conversation (agent_id, archived, pinned, active_at, id)
    WHERE removed_at = 0;

CREATE TABLE tag (
    name            TEXT NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    PRIMARY KEY (name, conversation_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX tag_of_conversation ON tag (conversation_id, name);

-- How a turn stands to the platform's history, as last compared.
ALTER TABLE turn ADD COLUMN standing TEXT NOT NULL DEFAULT 'unknown';
