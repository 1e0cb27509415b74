CREATE TABLE note (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE agent (
    id         TEXT    PRIMARY KEY,
    name       TEXT    NOT NULL,
    base_url   TEXT    NOT NULL,
    user_id    TEXT    NOT NULL,
    built_in   INTEGER NOT NULL,
    key_stored INTEGER NOT NULL,
    opening    TEXT    NOT NULL,
    variables  TEXT    NOT NULL,
    position   INTEGER NOT NULL,
    added_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE conversation (
    id          TEXT    PRIMARY KEY,
    agent_id    TEXT    NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    platform_id TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    pinned      INTEGER NOT NULL,
    preview     TEXT    NOT NULL,
    turns       INTEGER NOT NULL,
    unread      INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    active_at   INTEGER NOT NULL,
    -- 0 while it is there. A removed one can be restored until it is purged: then its turns are gone, and the row
    -- only waits for the platform to forget it, too.
    removed_at  INTEGER NOT NULL DEFAULT 0,
    purged      INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX conversation_of_agent ON conversation (agent_id);

CREATE TABLE turn (
    id              TEXT    PRIMARY KEY,
    conversation_id TEXT    NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    seq             INTEGER NOT NULL,
    query_id        TEXT    NOT NULL,
    question        TEXT    NOT NULL,
    asked_at        INTEGER NOT NULL,
    used_answer_id  TEXT    NOT NULL
) STRICT;

CREATE INDEX turn_in_order ON turn (conversation_id, seq);

CREATE TABLE answer (
    id          TEXT    PRIMARY KEY,
    turn_id     TEXT    NOT NULL REFERENCES turn (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    message_id  TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    text        TEXT    NOT NULL,
    problem     TEXT    NOT NULL,
    usage       TEXT    NOT NULL,
    suggestions TEXT    NOT NULL,
    started_at  INTEGER NOT NULL,
    ended_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX answer_in_order ON answer (turn_id, position);
CREATE INDEX answer_being_written ON answer (state) WHERE state = 'streaming';

CREATE TABLE step (
    id         TEXT    PRIMARY KEY,
    answer_id  TEXT    NOT NULL REFERENCES answer (id) ON DELETE CASCADE,
    position   INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    running    INTEGER NOT NULL,
    title      TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    input      TEXT    NOT NULL,
    citations  TEXT    NOT NULL,
    started_at INTEGER NOT NULL,
    took_ms    INTEGER NOT NULL
) STRICT;

CREATE INDEX step_in_order ON step (answer_id, position);

CREATE TABLE frame (
    answer_id TEXT    NOT NULL REFERENCES answer (id) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    raw       TEXT    NOT NULL,
    PRIMARY KEY (answer_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
    conversation_id TEXT PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
    text            TEXT NOT NULL
) STRICT, WITHOUT ROWID;
