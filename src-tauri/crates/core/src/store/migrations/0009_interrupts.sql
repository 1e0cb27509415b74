-- Who asked: a person, a trigger, or nobody, as with the late result of a task.
ALTER TABLE turn ADD COLUMN asked_by TEXT NOT NULL DEFAULT 'person';

-- What a step of the family `interrupt` waits for.
CREATE TABLE interrupt (
    step_id TEXT PRIMARY KEY REFERENCES step (id) ON DELETE CASCADE,
    wants   TEXT NOT NULL,
    task_id TEXT NOT NULL,
    state   TEXT NOT NULL,
    answer  TEXT NOT NULL,
    reason  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX interrupt_waiting ON interrupt (state) WHERE state = 'waiting';
