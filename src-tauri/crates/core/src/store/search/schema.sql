-- What is in the index and where it stands in it: turns and conversations in the order of time, `at`. The number is also
-- the row of the index itself. The id is the 16 bytes of the row's own.
CREATE TABLE search_row (
    number INTEGER PRIMARY KEY,
    title  INTEGER NOT NULL,
    id     BLOB    NOT NULL,
    at     INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX search_row_of ON search_row (id);

-- Rows that changed since they were last taken into the index. A trigger looks before it inserts: `OR IGNORE` would give way
-- to what the statement that fires it says about conflicts.
CREATE TABLE search_due (
    id    TEXT    PRIMARY KEY,
    title INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Ready-made tokens, parted by spaces; all that is not ASCII belongs to a token.
CREATE VIRTUAL TABLE search USING fts5 (tokens, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');

CREATE TRIGGER search_turn_added AFTER INSERT ON turn BEGIN
    INSERT INTO search_due (id, title)
    SELECT new.id, 0 WHERE NOT EXISTS (SELECT 1 FROM search_due WHERE id = new.id);
END;
CREATE TRIGGER search_turn_changed AFTER UPDATE OF question, files, variable_values, asked_at ON turn
    WHEN new.question IS NOT old.question OR new.files IS NOT old.files OR new.asked_at IS NOT old.asked_at
      OR new.variable_values IS NOT old.variable_values
BEGIN
    INSERT INTO search_due (id, title)
    SELECT new.id, 0 WHERE NOT EXISTS (SELECT 1 FROM search_due WHERE id = new.id);
END;
CREATE TRIGGER search_turn_gone AFTER DELETE ON turn BEGIN
    INSERT INTO search_due (id, title)
    SELECT old.id, 0 WHERE NOT EXISTS (SELECT 1 FROM search_due WHERE id = old.id);
END;

-- A text that is being written is not taken in before it ends.
CREATE TRIGGER search_answer_added AFTER INSERT ON answer WHEN new.state <> 'streaming' BEGIN
    INSERT INTO search_due (id, title)
    SELECT new.turn_id, 0 WHERE NOT EXISTS (SELECT 1 FROM search_due WHERE id = new.turn_id);
END;
CREATE TRIGGER search_answer_changed AFTER UPDATE OF state, text, rating ON answer
    WHEN new.state <> 'streaming'
     AND (old.state = 'streaming' OR new.text IS NOT old.text OR new.rating IS NOT old.rating)
BEGIN
    INSERT INTO search_due (id, title)
    SELECT new.turn_id, 0 WHERE NOT EXISTS (SELECT 1 FROM search_due WHERE id = new.turn_id);
END;
CREATE TRIGGER search_answer_gone AFTER DELETE ON answer BEGIN
    INSERT INTO search_due (id, title)
    SELECT old.turn_id, 0 WHERE NOT EXISTS (SELECT 1 FROM search_due WHERE id = old.turn_id);
END;

CREATE TRIGGER search_step_added AFTER INSERT ON step BEGIN
    INSERT INTO search_due (id, title)
    SELECT turn_id, 0
      FROM answer
     WHERE id = new.answer_id AND state <> 'streaming'
       AND NOT EXISTS (SELECT 1 FROM search_due WHERE search_due.id = answer.turn_id);
END;
CREATE TRIGGER search_step_changed AFTER UPDATE OF title, text, input, citations ON step BEGIN
    INSERT INTO search_due (id, title)
    SELECT turn_id, 0
      FROM answer
     WHERE id = new.answer_id AND state <> 'streaming'
       AND NOT EXISTS (SELECT 1 FROM search_due WHERE search_due.id = answer.turn_id);
END;
CREATE TRIGGER search_step_gone AFTER DELETE ON step BEGIN
    INSERT INTO search_due (id, title)
    SELECT turn_id, 0
      FROM answer
     WHERE id = old.answer_id AND NOT EXISTS (SELECT 1 FROM search_due WHERE search_due.id = answer.turn_id);
END;

-- A title stands where its conversation was last active, to the day.
CREATE TRIGGER search_conversation_added AFTER INSERT ON conversation BEGIN
    INSERT INTO search_due (id, title)
    SELECT new.id, 1 WHERE NOT EXISTS (SELECT 1 FROM search_due WHERE id = new.id);
END;
CREATE TRIGGER search_conversation_changed AFTER UPDATE OF title, variable_values, active_at ON conversation
    WHEN new.title IS NOT old.title OR new.variable_values IS NOT old.variable_values
      OR new.active_at / 86400000 <> old.active_at / 86400000
BEGIN
    INSERT INTO search_due (id, title)
    SELECT new.id, 1 WHERE NOT EXISTS (SELECT 1 FROM search_due WHERE id = new.id);
END;
CREATE TRIGGER search_conversation_gone AFTER DELETE ON conversation BEGIN
    INSERT INTO search_due (id, title)
    SELECT old.id, 1 WHERE NOT EXISTS (SELECT 1 FROM search_due WHERE id = old.id);
END;
