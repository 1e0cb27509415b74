-- The upload service of an agent, as JSON; empty without one.
ALTER TABLE agent ADD COLUMN uploads TEXT NOT NULL DEFAULT '';

ALTER TABLE turn ADD COLUMN files TEXT NOT NULL DEFAULT '[]';

-- Files beside unsent questions. The bytes are in the folder `files`, under the id.
CREATE TABLE attachment (
    id              TEXT    PRIMARY KEY,
    conversation_id TEXT    NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    position        INTEGER NOT NULL,
    queued          INTEGER NOT NULL,
    kind            TEXT    NOT NULL,
    name            TEXT    NOT NULL,
    media_type      TEXT    NOT NULL,
    size            INTEGER NOT NULL,
    characters      INTEGER NOT NULL,
    -- 'waiting', 'ready' or 'failed': what is being uploaded waits for the next start.
    state           TEXT    NOT NULL,
    problem         TEXT    NOT NULL,
    url             TEXT    NOT NULL,
    kept            INTEGER NOT NULL,
    -- Where the upload service has it, as JSON; empty where it has not.
    uploaded        TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX attachment_in_order ON attachment (conversation_id, position);

-- The question that is asked when the running answer has ended.
CREATE TABLE queued (
    conversation_id TEXT    PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
    question        TEXT    NOT NULL,
    held            INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
