-- What an older Parlance may ignore: made when the file is opened, without a version of its own.

-- Where conversations are being read; one that is followed to its end has no row.
CREATE TABLE IF NOT EXISTS reading (
    conversation_id TEXT    PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
    turn_id         TEXT    NOT NULL REFERENCES turn (id) ON DELETE CASCADE,
    -- How much of the turn is above what is shown, in millionths of its height.
    above           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS reading_of_turn ON reading (turn_id);

-- When a conversation was last opened or imported, for those that are deleted by age.
CREATE TABLE IF NOT EXISTS used (
    conversation_id TEXT    PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
    at              INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
