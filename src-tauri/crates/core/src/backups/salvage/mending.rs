//! Rows whose surroundings are lost get new ones, which say that they are; what belongs to nothing goes.

use std::path::Path;

use rusqlite::Connection;

use super::tables;
use crate::id::ConversationId;
use crate::problem::{Problem, ProblemCode};
use crate::store::StoreError;

/// What a conversation or an agent is called that nothing else is known of, for whoever reads either language.
const FOUND_AGAIN: &str = "Found again · 找回的内容";

/// What stands in a column of text of a row that is lost but for its place.
pub(super) fn nothing(column: &str) -> Result<String, StoreError> {
    Ok(match column {
        "state" => "failed".to_owned(),
        "kind" => "other".to_owned(),
        "name" => FOUND_AGAIN.to_owned(),
        "problem" => lost("this was lost when the history was damaged")?,
        "opening" => r#"{"message":"","questions":[]}"#.to_owned(),
        "variables" | "suggestions" | "citations" => "[]".to_owned(),
        _ => String::new(),
    })
}

/// Mends what was found; how many rows had to be made, and how many let go of.
pub(super) fn mend(target: &Connection) -> Result<u64, StoreError> {
    let mut lost = make_agents(target)? + make_conversations(target)? + make_turns(target)?;
    mend_places(target)?;
    lost += make_answers(target)?;
    loop {
        let gone = orphans(target)?;
        if gone == 0 {
            break;
        }
        lost += gone;
    }
    target.execute_batch(
        "UPDATE conversation
            SET turns = (SELECT COUNT(*) FROM turn WHERE conversation_id = conversation.id AND removed_at = 0)",
    )?;
    Ok(lost as u64)
}

fn make_agents(target: &Connection) -> Result<usize, StoreError> {
    Ok(target.execute(
        "INSERT OR IGNORE INTO agent
             (id, name, base_url, user_id, built_in, key_stored, opening, variables, position, added_at)
         SELECT agent_id, ?1, '', '', 0, 0, ?2, '[]', 1000, MIN(created_at)
           FROM conversation
          WHERE agent_id NOT IN (SELECT id FROM agent)
          GROUP BY agent_id",
        (FOUND_AGAIN, nothing("opening")?),
    )?)
}

/// Of conversations that only their turns know of.
fn make_conversations(target: &Connection) -> Result<usize, StoreError> {
    Ok(target.execute(
        "INSERT OR IGNORE INTO conversation
             (id, agent_id, platform_id, title, pinned, preview, turns, unread, created_at, active_at)
         SELECT conversation_id, (SELECT id FROM agent ORDER BY built_in, position LIMIT 1), '', '', 0, '', 0, 0,
                MIN(asked_at), MAX(asked_at)
           FROM turn
          WHERE conversation_id NOT IN (SELECT id FROM conversation) AND EXISTS (SELECT 1 FROM agent)
          GROUP BY conversation_id",
        (),
    )?)
}

/// Of turns that only their answers know of: nobody knows any more in which conversation they were.
fn make_turns(target: &Connection) -> Result<usize, StoreError> {
    let without = "SELECT 1 FROM answer WHERE turn_id NOT IN (SELECT id FROM turn)";
    if !target.prepare(without)?.exists(())? {
        return Ok(0);
    }
    let conversation = ConversationId::make();
    target.execute(
        "INSERT INTO conversation
             (id, agent_id, platform_id, title, pinned, preview, turns, unread, created_at, active_at, named)
         SELECT ?1, (SELECT id FROM agent ORDER BY built_in, position LIMIT 1), '', ?2, 1, '', 0, 0,
                MIN(started_at), MAX(started_at), 1
           FROM answer
          WHERE turn_id NOT IN (SELECT id FROM turn) AND EXISTS (SELECT 1 FROM agent)
         HAVING COUNT(*) > 0",
        (conversation, FOUND_AGAIN),
    )?;
    Ok(target.execute(
        "INSERT INTO turn (id, conversation_id, seq, query_id, question, asked_at, used_answer_id, used_problem)
         SELECT turn_id, ?1, ROW_NUMBER() OVER (ORDER BY MIN(started_at), turn_id), '', '', MIN(started_at), MIN(id), ?2
           FROM answer
          WHERE turn_id NOT IN (SELECT id FROM turn) AND EXISTS (SELECT 1 FROM conversation WHERE id = ?1)
          GROUP BY turn_id",
        (conversation, lost("the question was lost when the history was damaged")?),
    )?)
}

/// What is lost of a row that still has its place, and can be told by what belongs to it.
fn mend_places(target: &Connection) -> Result<(), StoreError> {
    target.execute(
        "UPDATE turn SET used_problem = ?1
          WHERE question = '' AND used_answer_id = '' AND asked_at = 0",
        (lost("the question was lost when the history was damaged")?,),
    )?;
    target.execute_batch(
        "UPDATE turn
            SET used_answer_id = (SELECT id FROM answer WHERE turn_id = turn.id ORDER BY position DESC, id DESC LIMIT 1)
          WHERE used_answer_id NOT IN (SELECT id FROM answer) AND id IN (SELECT turn_id FROM answer);
         UPDATE turn
            SET asked_at = (SELECT MIN(started_at) FROM answer WHERE turn_id = turn.id)
          WHERE asked_at = 0 AND id IN (SELECT turn_id FROM answer);
         UPDATE conversation
            SET created_at = (SELECT MIN(asked_at) FROM turn WHERE conversation_id = conversation.id)
          WHERE created_at = 0 AND id IN (SELECT conversation_id FROM turn)",
    )?;
    // A turn whose last answer is lost, too, gets one below.
    for id in turns_without_an_answer(target)? {
        let made = crate::id::AnswerId::make();
        target.execute("UPDATE turn SET used_answer_id = ?2 WHERE id = ?1 AND used_answer_id = ''", (id, made))?;
    }
    Ok(())
}

fn turns_without_an_answer(target: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = target.prepare("SELECT id FROM turn WHERE id NOT IN (SELECT turn_id FROM answer)")?;
    let ids = statement.query_map((), |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(ids)
}

/// Every turn has an answer.
fn make_answers(target: &Connection) -> Result<usize, StoreError> {
    Ok(target.execute(
        "INSERT OR IGNORE INTO answer
             (id, turn_id, position, message_id, state, text, problem, usage, suggestions, started_at, ended_at)
         SELECT used_answer_id, id, 0, '', 'failed', '', ?1, '', '[]', asked_at, asked_at
           FROM turn
          WHERE removed_at = 0 AND NOT EXISTS (SELECT 1 FROM answer WHERE turn_id = turn.id)",
        (lost("the answer was lost when the history was damaged")?,),
    )?)
}

/// Lets go of rows that belong to nothing; how many.
fn orphans(target: &Connection) -> Result<usize, StoreError> {
    let mut gone = 0;
    for table in tables(target)? {
        let mut statement = target.prepare("SELECT \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1)")?;
        let keys = statement
            .query_map((&table,), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<Vec<(String, String, String)>>>()?;
        for (parent, from, to) in keys {
            gone +=
                target.execute(&format!("DELETE FROM {table} WHERE {from} NOT IN (SELECT {to} FROM {parent})"), ())?;
        }
    }
    Ok(gone)
}

fn lost(detail: &str) -> Result<String, StoreError> {
    serde_json::to_string(&Problem::new(ProblemCode::PartDamaged, detail)).map_err(StoreError::Json)
}

/// What is lost of a salvaged history and is in a sound one comes from there.
pub(in super::super) fn complete(salvaged: &Path, sound: &Path) -> Result<(), StoreError> {
    let target = Connection::open(salvaged)?;
    target.execute("ATTACH ?1 AS sound", (sound.to_string_lossy(),))?;
    for (table, mark, columns) in [
        (
            "turn",
            "used_problem",
            "query_id, question, files, asked_at, asked_by, variable_values, used_problem, standing",
        ),
        (
            "answer",
            "problem",
            "message_id, state, text, problem, usage, suggestions, started_at, ended_at, rating, rating_settled, rating_reason",
        ),
    ] {
        target.execute(
            &format!(
                "UPDATE main.{table}
                    SET ({columns}) = (SELECT {columns} FROM sound.{table} AS known WHERE known.id = main.{table}.id)
                  WHERE {mark} LIKE '%\"partDamaged\"%' AND id IN (SELECT id FROM sound.{table})"
            ),
            (),
        )?;
    }
    target.execute_batch(
        "UPDATE main.conversation
            SET (platform_id, title, preview, named) =
                (SELECT platform_id, title, preview, named FROM sound.conversation AS known
                  WHERE known.id = main.conversation.id)
          WHERE title = '' AND id IN (SELECT id FROM sound.conversation);
         PRAGMA main.wal_checkpoint(TRUNCATE)",
    )?;
    target.close().map_err(|(_, error)| error.into())
}
