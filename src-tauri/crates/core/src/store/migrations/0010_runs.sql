ALTER TABLE agent ADD COLUMN kind TEXT NOT NULL DEFAULT 'chat';

CREATE TABLE run (
    id          TEXT    PRIMARY KEY,
    agent_id    TEXT    NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    platform_id TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    way         TEXT    NOT NULL,
    watched     INTEGER NOT NULL,
    preview     TEXT    NOT NULL,
    input       TEXT    NOT NULL,
    output      TEXT    NOT NULL,
    question    TEXT    NOT NULL,
    choices     TEXT    NOT NULL,
    problem     TEXT    NOT NULL,
    started_at  INTEGER NOT NULL,
    ended_at    INTEGER NOT NULL,
    took_ms     INTEGER NOT NULL,
    tokens      INTEGER NOT NULL
) STRICT;

CREATE INDEX run_in_order ON run (agent_id, started_at);
CREATE INDEX run_going_on ON run (status) WHERE status IN ('to_start', 'processing');

CREATE TABLE run_node (
    id       TEXT    PRIMARY KEY,
    run_id   TEXT    NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    node_id  TEXT    NOT NULL,
    kind     TEXT    NOT NULL,
    title    TEXT    NOT NULL,
    depth    INTEGER NOT NULL,
    status   TEXT    NOT NULL,
    input    TEXT    NOT NULL,
    output   TEXT    NOT NULL,
    message  TEXT    NOT NULL,
    took_ms  INTEGER NOT NULL,
    tokens   INTEGER NOT NULL
) STRICT;

CREATE INDEX run_node_in_order ON run_node (run_id, position);

-- The input that is being written for the next run.
CREATE TABLE run_draft (
    agent_id TEXT PRIMARY KEY REFERENCES agent (id) ON DELETE CASCADE,
    text     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
